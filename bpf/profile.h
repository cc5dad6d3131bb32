/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* The CPU profile: a clock on every CPU. */
#ifndef PROFILE_H
#define PROFILE_H

#include "programs.h"
#include "stacks.h"
#include <linux/bpf_perf_event.h>

/*
 * The clock ticks whatever runs; only ticks in observed processes are counted, because only those
 * take time from them.
 */
SEC("perf_event")
int cpu_sample(struct bpf_perf_event_data *ctx)
{
	__u32 pid = current_pid();
	struct gd_stack *stack;
	long bytes;

	if (!pid || !bpf_map_lookup_elem(&targets, &pid) || !observed(pid, GD_PROBE_PROFILE))
		return 0;
	stack = stack_begin(GD_STACK_CPU, pid, 1);
	if (!stack)
		return 0;
	if (IN_KERNEL(&ctx->regs))
		stack->flags = GD_STACK_IN_KERNEL;
	bytes = bpf_get_stack(ctx, stack->pcs, sizeof(stack->pcs), BPF_F_USER_STACK);
	stack->depth = bytes > 0 ? (__u64)bytes / 8 : 0;
	bpf_ringbuf_submit(stack, BPF_RB_NO_WAKEUP);
	return 0;
}

#endif
