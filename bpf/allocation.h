/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Allocation: runtime.mallocgc and its specialised forms; slices that grow. */
#ifndef ALLOCATION_H
#define ALLOCATION_H

#include "programs.h"
#include "stacks.h"

GO_ENTRY(alloc_size)
{
	__u32 pid = current_pid();
	struct gd_target *target = observed(run, pid, GD_PROBE_ALLOC_SIZE);
	__u64 size = GO_ARG1(ctx);

	/* Size 0 allocates nothing. */
	if (!target || !size)
		return 0;
	record(target, GD_SERIES_ALLOC_SIZE, size);
	sample_allocation(ctx, pid, size);
	return 0;
}

GO_SPAN(alloc_latency, GD_PROBE_ALLOC_LATENCY, GD_SERIES_ALLOC_LATENCY, GD_FLOOR_ALLOC)
GO_COUNT(slice_grown, GD_PROBE_SLICE, GD_COUNT_SLICE_GROWTHS)

#endif
