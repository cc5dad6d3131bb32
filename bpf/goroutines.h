/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Goroutines, and the growth of their stacks. */
#ifndef GOROUTINES_H
#define GOROUTINES_H

#include "programs.h"

GO_COUNT(goroutine_created, GD_PROBE_GOROUTINE, GD_COUNT_GOROUTINES_CREATED)
GO_COUNT(goroutine_exited, GD_PROBE_GOROUTINE, GD_COUNT_GOROUTINES_EXITED)

/* runtime.copystack(gp, newsize) grows and shrinks; g.stack is its first field, two words. */
GO_ENTRY(stack_copied)
{
	struct gd_target *target = observed(run, current_pid(), GD_PROBE_STACK);
	__u64 stack[2] = {};

	if (!target || bpf_probe_read_user(stack, sizeof(stack), (void *)GO_ARG1(ctx)))
		return 0;
	if (GO_ARG2(ctx) > stack[1] - stack[0]) {
		count(target, GD_COUNT_STACK_GROWTHS);
		record(target, GD_SERIES_STACK_SIZE, GO_ARG2(ctx));
	}
	return 0;
}

#endif
