/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* gRPC: google.golang.org/grpc.(*Server).handleStream, one goroutine a stream. */
#ifndef GRPC_H
#define GRPC_H

#include "programs.h"

GO_ENTRY(grpc_begin)
{
	__u32 pid = current_pid();
	struct gd_target *target = observed(run, pid, GD_PROBE_GRPC);

	if (!target)
		return 0;
	count(target, GD_COUNT_REQUESTS);
	span_begin(pid, GD_PROBE_GRPC, GO_G(ctx), 0);
	return 0;
}

GO_EXIT(grpc_end, GD_PROBE_GRPC)
{
	__u32 pid = current_pid();
	struct gd_target *target = observed(run, pid, GD_PROBE_GRPC);
	struct gd_control *c = control_words();
	struct gd_span span;
	__u64 ns;

	if (!target || !c || !(ns = span_end(pid, GD_PROBE_GRPC, GO_G(ctx), &span)))
		return 0;
	if (span.start_ns < c->disturbed_until)
		count(target, GD_COUNT_REQUESTS_LEFT_OUT);
	else
		record(target, GD_SERIES_GRPC_REQUEST, ns);
	return 0;
}

#endif
