/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Timers, and contexts: (*timerCtx).cancel and (*cancelCtx).cancel(removeFromParent, err, ...). */
#ifndef TIMERS_H
#define TIMERS_H

#include "programs.h"

GO_COUNT(timer_started, GD_PROBE_TIMER, GD_COUNT_TIMERS_STARTED)
GO_COUNT(timer_stopped, GD_PROBE_TIMER, GD_COUNT_TIMERS_STOPPED)

/* context.deadlineExceededError is the error of size 0: itab, then its type, then Size_. */
static __always_inline int is_deadline(__u64 itab)
{
	__u64 type = 0, size = 1;

	bpf_probe_read_user(&type, sizeof(type), (void *)(itab + 8));
	return type && !bpf_probe_read_user(&size, sizeof(size), (void *)type) && !size;
}

/* A cancel function may be called again, and is by habit when the context has ended otherwise. */
static __always_inline void count_cancelled(struct gd_target *target, __u64 context)
{
	__u64 err = 0;

	if (target->context_err &&
	    !bpf_probe_read_user(&err, sizeof(err), (void *)(context + target->context_err)) && !err)
		count(target, GD_COUNT_CONTEXTS_CANCELLED);
}

/* In both: not to be removed from its parent means that the parent ended, or a timerCtx calls. */
GO_ENTRY(timer_context_ended)
{
	struct gd_target *target = observed(run, current_pid(), GD_PROBE_CONTEXT);

	if (!target || !(__u8)GO_ARG2(ctx))
		return 0;
	if (is_deadline(GO_ARG3(ctx)))
		count(target, GD_COUNT_CONTEXTS_TIMED_OUT);
	else
		count_cancelled(target, GO_ARG1(ctx));
	return 0;
}

GO_ENTRY(context_ended)
{
	struct gd_target *target = observed(run, current_pid(), GD_PROBE_CONTEXT);

	if (target && (__u8)GO_ARG2(ctx))
		count_cancelled(target, GO_ARG1(ctx));
	return 0;
}

#endif
