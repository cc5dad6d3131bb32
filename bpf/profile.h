/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* The CPU profile: a clock on every CPU. */
#ifndef PROFILE_H
#define PROFILE_H

#include "programs.h"
#include "stacks.h"
#include <linux/bpf_perf_event.h>

static __always_inline void sample_cpu(struct bpf_perf_event_data *ctx, struct run *run, __u32 pid)
{
	struct gd_stack *stack;
	long bytes;

	if (!observed(run, pid, GD_PROBE_PROFILE))
		return;
	stack = stack_begin(GD_STACK_CPU, pid, 1);
	if (!stack)
		return;
	if (IN_KERNEL(&ctx->regs))
		stack->flags = GD_STACK_IN_KERNEL;
	bytes = bpf_get_stack(ctx, stack->pcs, sizeof(stack->pcs), BPF_F_USER_STACK);
	stack->depth = bytes > 0 ? (__u64)bytes / 8 : 0;
	bpf_ringbuf_submit(stack, BPF_RB_NO_WAKEUP);
}

/*
 * The clock ticks whatever runs; only ticks in observed processes are counted, because only those
 * take time from them.
 */
SEC("perf_event")
int cpu_sample(struct bpf_perf_event_data *ctx)
{
	struct run run = run_begin();
	__u32 pid = current_pid();

	if (pid && bpf_map_lookup_elem(&targets, &pid))
		sample_cpu(ctx, &run, pid);
	return run_end(&run);
}

#endif
