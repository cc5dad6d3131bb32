/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Locks of package sync, and its map. */
#ifndef LOCKS_H
#define LOCKS_H

#include "programs.h"

GO_SPAN(lock_wait, GD_PROBE_LOCK, GD_SERIES_LOCK_WAIT, GD_FLOOR_LOCK)
GO_COUNT(syncmap_operation, GD_PROBE_SYNCMAP, GD_COUNT_SYNCMAP_OPERATIONS)

/*
 * sync.RWMutex: the semaphores that its slow paths wait for, (s, lifo, skipframes). Up to Go 1.19
 * sync.Mutex waits by the same function, with frames to skip, inside of lock_wait. The span is
 * apart from that one: a goroutine is not at an odd address.
 */
#define RWLOCK_KEY(ctx) (GO_G(ctx) + 1)

GO_ENTRY(rwlock_wait_begin)
{
	__u32 pid = current_pid();

	if (observed(run, pid, GD_PROBE_LOCK) && !GO_ARG3(ctx))
		span_begin(pid, GD_PROBE_LOCK, RWLOCK_KEY(ctx), 0);
	return 0;
}

GO_EXIT(rwlock_wait_end, GD_PROBE_LOCK)
{
	__u32 pid = current_pid();
	struct gd_target *target = observed(run, pid, GD_PROBE_LOCK);
	struct gd_span span;
	__u64 ns;

	if (target && (ns = span_end(pid, GD_PROBE_LOCK, RWLOCK_KEY(ctx), &span)))
		record(target, GD_SERIES_LOCK_WAIT, above_floor(target, GD_FLOOR_LOCK, ns));
	return 0;
}

#endif
