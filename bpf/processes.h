/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Processes that begin and end. */
#ifndef PROCESSES_H
#define PROCESSES_H

#include "maps.h"

SEC("raw_tracepoint/sched_process_exec")
int process_started(void *ctx)
{
	struct gd_event *event = event_begin(GD_EVENT_EXEC, current_pid());

	if (event)
		event_submit(event);
	return 0;
}

SEC("raw_tracepoint/sched_process_exit")
int process_exited(void *ctx)
{
	__u64 id = bpf_get_current_pid_tgid();
	__u32 pid = id >> 32;
	struct gd_event *event;

	/* Only the exit of the first thread, and only of observed processes. */
	if ((__u32)id != pid || !bpf_map_lookup_elem(&targets, &pid))
		return 0;
	event = event_begin(GD_EVENT_EXIT, pid);
	if (event)
		event_submit(event);
	return 0;
}

#endif
