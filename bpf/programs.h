/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * How a program of a uprobe is written. GO_ENTRY programs sit on the conditional branch of a
 * function's stack check: arguments are still in their registers, and a hit on the way to a stack
 * growth is dropped, because the function is then entered once more. GO_EXIT programs sit behind a
 * function's work, GO_POINT programs on any other instruction. GO_SPAN and GO_COUNT are the two
 * usual shapes.
 */
#ifndef PROGRAMS_H
#define PROGRAMS_H

#include "maps.h"
#include "go_abi.h"

/* A site's own program, of which hits carry no cookie: see every_site. */
#define GO_POINT(name)                                                                   \
	static __always_inline int name##_hit(GO_REGS *ctx, struct run *run, __u64 cookie); \
	SEC("uprobe")                                                                    \
	int name(GO_REGS *ctx)                                                           \
	{                                                                                \
		struct run run = run_begin();                                            \
		name##_hit(ctx, &run, 0);                                                \
		return run_end(&run);                                                    \
	}                                                                                \
	static __always_inline int name##_hit(GO_REGS *ctx, struct run *run, __u64 cookie)

#define GO_ENTRY(name)                                                                   \
	static __always_inline int name##_body(GO_REGS *ctx, struct run *run);           \
	GO_POINT(name)                                                                   \
	{                                                                                \
		return GO_STACK_GROWS(ctx) ? 0 : name##_body(ctx, run);                  \
	}                                                                                \
	static __always_inline int name##_body(GO_REGS *ctx, struct run *run)

/* A hit costs many times as much at a dear site as at a cheap one. */
static __always_inline void count_if_dear(__u64 cookie, __u32 probe)
{
	struct gd_stats *s;

	if (cookie & GD_COOKIE_DEAR && (s = stats_here()))
		__sync_fetch_and_add(&s->dear_hits[probe], 1);
}

/* Whether a run leaves a conditional branch by the way that its site is for. */
static __always_inline int leaves_this_way(GO_REGS *ctx, __u64 cookie)
{
	return !(cookie & GD_COOKIE_CONDITION) || GO_CONDITION(ctx, cookie & 15);
}

/*
 * A point behind a function's work, where runs that leave it pass, and maybe others: those count as
 * hits, which they are.
 */
#define GO_EXIT(name, probe_id)                                                          \
	static __always_inline int name##_body(GO_REGS *ctx, struct run *run);           \
	GO_POINT(name)                                                                   \
	{                                                                                \
		count_if_dear(cookie, probe_id);                                         \
		if (leaves_this_way(ctx, cookie))                                        \
			return name##_body(ctx, run);                                    \
		count_hit(run, probe_id);                                                \
		return 0;                                                                \
	}                                                                                \
	static __always_inline int name##_body(GO_REGS *ctx, struct run *run)

/* A short span on one goroutine, from a function's entry to points behind its work. */
#define GO_SPAN(name, probe_id, series, floor)                                           \
	GO_ENTRY(name##_begin)                                                           \
	{                                                                                \
		__u32 pid = current_pid();                                               \
		if (observed(run, pid, probe_id))                                             \
			span_begin(pid, probe_id, GO_G(ctx), 0);                         \
		return 0;                                                                \
	}                                                                                \
	GO_EXIT(name##_end, probe_id)                                                    \
	{                                                                                \
		__u32 pid = current_pid();                                               \
		struct gd_target *target = observed(run, pid, probe_id);                      \
		struct gd_span span;                                                     \
		__u64 ns;                                                                \
		if (target && (ns = span_end(pid, probe_id, GO_G(ctx), &span)))          \
			record(target, series, above_floor(target, floor, ns));          \
		return 0;                                                                \
	}

#define GO_COUNT(name, probe_id, counter)                                                \
	GO_ENTRY(name)                                                                   \
	{                                                                                \
		struct gd_target *target = observed(run, current_pid(), probe_id);            \
		if (target)                                                              \
			count(target, counter);                                          \
		return 0;                                                                \
	}

static __always_inline __u64 goid(struct gd_target *target, __u64 g)
{
	__u64 id = 0;

	if (target->g_goid)
		bpf_probe_read_user(&id, sizeof(id), (void *)(g + target->g_goid));
	return id;
}

/* Copies a Go string, cut off where there is no more room. */
static __always_inline void copy_text(__u64 from, __u64 bytes, char *text)
{
	__u32 length = bytes < GD_EVENT_TEXT - 1 ? bytes : GD_EVENT_TEXT - 1;

	/* The verifier wants to see the bound, which the compiler takes for known. */
	barrier_var(length);
	if (length > GD_EVENT_TEXT - 1 || bpf_probe_read_user(text, length, (void *)from))
		length = 0;
	text[length] = 0;
}

#endif
