/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Sampled stacks. Go keeps frame pointers on amd64 and arm64, so a stack is a walk of two words a
 * frame: the caller's frame pointer, and the return address behind it.
 */
#ifndef STACKS_H
#define STACKS_H

#include "maps.h"
#include "go_abi.h"

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1048576);
} stacks SEC(".maps");

static __always_inline struct gd_stack *stack_begin(__u32 kind, __u32 pid, __u64 weight)
{
	struct gd_stack *stack = bpf_ringbuf_reserve(&stacks, sizeof(*stack), 0);
	struct gd_stats *s;

	if (stack) {
		stack->kind = kind;
		stack->pid = pid;
		stack->weight = weight;
		stack->flags = 0;
		stack->depth = 0;
		return stack;
	}
	s = stats_here();
	if (s)
		__sync_fetch_and_add(&s->stacks_lost, 1);
	return 0;
}

/*
 * Walks up from the branch of a function's stack check, where that function has no frame yet: the
 * return address into its caller is still in place (GO_RETURN), and the frame pointer is the
 * caller's.
 */
static __always_inline void walk_from_entry(GO_REGS *ctx, struct gd_stack *stack)
{
	__u64 frame = GO_FRAME(ctx), pc = 0;
	__u32 depth = 1, i;

	GO_RETURN(ctx, pc);
	stack->pcs[0] = pc;
	for (i = 1; i < GD_STACK_DEPTH; i++) {
		__u64 words[2] = {};

		if (!frame || bpf_probe_read_user(words, sizeof(words), (void *)frame) || !words[1])
			break;
		stack->pcs[i] = words[1];
		depth = i + 1;
		frame = words[0];
	}
	stack->depth = depth;
}

/*
 * Samples an allocation with a probability of its size over alloc_sample_bytes, and gives it the
 * weight that makes up for those that were not sampled: sums of weights are estimates of bytes.
 */
static __always_inline void sample_allocation(GO_REGS *ctx, __u32 pid, __u64 size)
{
	struct gd_control *c = control_words();
	struct gd_stats *s;
	struct gd_stack *stack;
	__u64 each;

	if (!c || !(each = c->alloc_sample_bytes))
		return;
	if (size < each && bpf_get_prandom_u32() >= (__u32)((size << 32) / each))
		return;
	s = stats_here();
	if (s)
		__sync_fetch_and_add(&s->hits[GD_PROBE_ALLOC_STACK], 1);
	stack = stack_begin(GD_STACK_ALLOC, pid, size < each ? each : size);
	if (!stack)
		return;
	walk_from_entry(ctx, stack);
	bpf_ringbuf_submit(stack, BPF_RB_NO_WAKEUP);
}

#endif
