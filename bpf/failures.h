/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* What goes wrong: panics, throws, runtime.Goexit. */
#ifndef FAILURES_H
#define FAILURES_H

#include "programs.h"
#include "stacks.h"

GO_COUNT(goexit, GD_PROBE_FAILURE, GD_COUNT_GOEXITS)

/* Where abi.Type has its kind, the same in all versions; a string is of kind 24. */
#define TYPE_KIND 23
#define KIND_MASK 31
#define KIND_STRING 24

static __always_inline struct gd_event *failure_begin(GO_REGS *ctx, __u32 type, __u32 pid,
						      struct gd_target *target)
{
	struct gd_event *event = event_begin(type, pid);
	__u32 depth;

	if (!event)
		return 0;
	event->goid = goid(target, GO_G(ctx));
	depth = walk_from_entry(ctx, event->callers, GD_EVENT_CALLERS);
	if (depth < GD_EVENT_CALLERS)
		event->callers[depth] = 0;
	return event;
}

/* runtime.gopanic(e any): the type, and a pointer to the value. */
GO_ENTRY(panic)
{
	__u32 pid = current_pid();
	struct gd_target *target = observed(run, pid, GD_PROBE_FAILURE);
	struct gd_event *event;
	__u64 text[2] = {};
	__u8 kind = 0;

	if (!target)
		return 0;
	count(target, GD_COUNT_PANICS);
	event = failure_begin(ctx, GD_EVENT_PANIC, pid, target);
	if (!event)
		return 0;
	event->value = GO_ARG1(ctx);
	bpf_probe_read_user(&kind, sizeof(kind), (void *)(event->value + TYPE_KIND));
	if ((kind & KIND_MASK) == KIND_STRING &&
	    !bpf_probe_read_user(text, sizeof(text), (void *)GO_ARG2(ctx)))
		copy_text(text[0], text[1], event->text);
	event_submit(event);
	return 0;
}

/* runtime.fatalpanic, which has no stack check. */
GO_POINT(panic_ends)
{
	__u32 pid = current_pid();
	struct gd_target *target = observed(run, pid, GD_PROBE_FAILURE);
	struct gd_event *event;

	if (!target || !(event = event_begin(GD_EVENT_PANIC_ENDS, pid)))
		return 0;
	event->goid = goid(target, GO_G(ctx));
	event_submit(event);
	return 0;
}

/* runtime.throw(s string) and runtime.fatal(s string) have no stack check. */
GO_POINT(throw)
{
	__u32 pid = current_pid();
	struct gd_target *target = observed(run, pid, GD_PROBE_FAILURE);
	struct gd_event *event;

	if (!target)
		return 0;
	count(target, GD_COUNT_THROWS);
	event = failure_begin(ctx, GD_EVENT_THROW, pid, target);
	if (!event)
		return 0;
	copy_text(GO_ARG1(ctx), GO_ARG2(ctx), event->text);
	event_submit(event);
	return 0;
}

#endif
