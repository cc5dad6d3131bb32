/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Waiting: runtime.gopark to runtime.execute of the same goroutine. */
#ifndef WAITING_H
#define WAITING_H

#include "programs.h"

GO_ENTRY(park_begin)
{
	__u32 pid = current_pid();

	if (observed(run, pid, GD_PROBE_PARK))
		span_begin(pid, GD_PROBE_PARK, GO_G(ctx), (__u8)GO_ARG3(ctx));
	return 0;
}

/* Where gopark is inlined: runtime.park_m, on the system stack, the goroutine as argument. */
GO_ENTRY(park_m_begin)
{
	__u32 pid = current_pid();
	struct gd_target *target = observed(run, pid, GD_PROBE_PARK);
	__u64 g = GO_ARG1(ctx);
	__u8 reason = 0;

	if (!target || !target->g_wait_reason)
		return 0;
	bpf_probe_read_user(&reason, sizeof(reason), (void *)(g + target->g_wait_reason));
	span_begin(pid, GD_PROBE_PARK, g, reason);
	return 0;
}

GO_ENTRY(execute)
{
	__u32 pid = current_pid();
	struct gd_target *target = observed(run, pid, GD_PROBE_EXECUTE);
	__u64 g = GO_ARG1(ctx), stamp = 0, now, ns;
	struct gd_span span;
	__u8 tracking = 0;

	if (!target)
		return 0;
	ns = span_end(pid, GD_PROBE_PARK, g, &span);
	if (ns && span.detail < GD_PARK_REASONS)
		record(target, GD_SERIES_PARK + span.detail, ns);

	/* The runtime stamps one in eight goroutines when they become runnable. */
	if (!target->g_tracking)
		return 0;
	bpf_probe_read_user(&tracking, sizeof(tracking), (void *)(g + target->g_tracking));
	if (!tracking)
		return 0;
	bpf_probe_read_user(&stamp, sizeof(stamp), (void *)(g + target->g_tracking_stamp));
	now = bpf_ktime_get_ns();
	if (stamp && stamp < now)
		record(target, GD_SERIES_SCHEDULE, now - stamp);
	return 0;
}

GO_COUNT(thread_woken, GD_PROBE_THREAD, GD_COUNT_THREADS_WOKEN)

#endif
