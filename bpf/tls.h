/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* TLS: crypto/tls.(*Conn).serverHandshake. */
#ifndef TLS_H
#define TLS_H

#include "programs.h"

GO_ENTRY(tls_handshake_begin)
{
	__u32 pid = current_pid();
	struct gd_target *target = observed(run, pid, GD_PROBE_TLS);

	if (!target)
		return 0;
	count(target, GD_COUNT_TLS_STARTED);
	span_begin(pid, GD_PROBE_TLS, GO_G(ctx), 0);
	return 0;
}

GO_EXIT(tls_handshake_end, GD_PROBE_TLS)
{
	__u32 pid = current_pid();
	struct gd_target *target = observed(run, pid, GD_PROBE_TLS);
	struct gd_span span;
	__u64 ns;

	if (!target)
		return 0;
	count(target, GD_COUNT_TLS_FINISHED);
	if ((ns = span_end(pid, GD_PROBE_TLS, GO_G(ctx), &span)))
		record(target, GD_SERIES_TLS_HANDSHAKE, ns);
	return 0;
}

#endif
