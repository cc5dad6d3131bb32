/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Garbage collection. */
#ifndef COLLECTION_H
#define COLLECTION_H

#include "programs.h"

/*
 * Cycles do not overlap within a process, nor do stops of the world, so that the goroutine is no
 * part of the key.
 */
#define GC_CYCLE 0
#define GC_STOP 1

#define STOP_UNKNOWN 0
#define STOP_MARK_TERMINATION 1
#define STOP_SWEEP_TERMINATION 2

/* Before Go 1.21 a stop does not say its reason: a cycle that begins or ends meanwhile tells it. */
static __always_inline void stop_is_for(__u32 pid, __u64 reason)
{
	struct gd_span_key key = { .pid = pid, .probe = GD_PROBE_GC, .g = GC_STOP };
	struct gd_span *stop = bpf_map_lookup_elem(&spans, &key);

	if (stop && stop->detail == STOP_UNKNOWN)
		stop->detail = reason;
}

GO_ENTRY(gc_cycle_begin)
{
	__u32 pid = current_pid();
	struct gd_target *target = observed(run, pid, GD_PROBE_GC);

	if (!target)
		return 0;
	count(target, GD_COUNT_GC_CYCLES);
	span_begin(pid, GD_PROBE_GC, GC_CYCLE, 0);
	stop_is_for(pid, STOP_SWEEP_TERMINATION);
	return 0;
}

GO_ENTRY(gc_cycle_end)
{
	__u32 pid = current_pid();
	struct gd_target *target = observed(run, pid, GD_PROBE_GC);
	struct gd_span span;
	__u64 ns;

	if (!target)
		return 0;
	stop_is_for(pid, STOP_MARK_TERMINATION);
	ns = span_end(pid, GD_PROBE_GC, GC_CYCLE, &span);
	if (ns)
		record(target, GD_SERIES_GC_CYCLE, ns);
	return 0;
}

/* runtime.stopTheWorldWithSema before Go 1.22, whose first argument is the reason since 1.21. */
static __always_inline void world_stops(struct run *run, __u64 reason)
{
	__u32 pid = current_pid();

	if (observed(run, pid, GD_PROBE_GC))
		span_begin(pid, GD_PROBE_GC, GC_STOP, reason);
}

GO_ENTRY(world_stopped)
{
	world_stops(run, STOP_UNKNOWN);
	return 0;
}

GO_ENTRY(world_stopped_for)
{
	world_stops(run, (__u8)GO_ARG1(ctx));
	return 0;
}

/* runtime.startTheWorldWithSema before Go 1.22. */
GO_ENTRY(world_restarted)
{
	__u32 pid = current_pid();
	struct gd_target *target = observed(run, pid, GD_PROBE_GC);
	struct gd_span stop;
	__u64 ns;

	if (!target)
		return 0;
	ns = span_end(pid, GD_PROBE_GC, GC_STOP, &stop);
	if (ns && stop.detail < GD_PAUSE_REASONS)
		record(target, GD_SERIES_PAUSE + stop.detail, ns);
	return 0;
}

/* runtime.startTheWorldWithSema since Go 1.22: second argument the reason, third the start. */
GO_ENTRY(world_started)
{
	struct gd_target *target = observed(run, current_pid(), GD_PROBE_GC);
	__u64 reason = (__u8)GO_ARG2(ctx), start = GO_ARG3(ctx), now = bpf_ktime_get_ns();

	if (target && reason < GD_PAUSE_REASONS && start && start < now)
		record(target, GD_SERIES_PAUSE + reason, now - start);
	return 0;
}

GO_SPAN(gc_assist, GD_PROBE_GC_ASSIST, GD_SERIES_GC_ASSIST, GD_FLOOR_ASSIST)

#endif
