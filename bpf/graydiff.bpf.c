// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/*
 * The probes, one header a subject, in one object: they share its maps. Each program serves one
 * kind of site; io.graydiff.probe.ProbeCatalogue says which functions of which Go version have it.
 * Where a link can have many sites, every_site stands for all of them.
 */
#include "allocation.h"
#include "calibration.h"
#include "collection.h"
#include "failures.h"
#include "goroutines.h"
#include "grpc.h"
#include "http.h"
#include "locks.h"
#include "processes.h"
#include "profile.h"
#include "timers.h"
#include "tls.h"
#include "waiting.h"

enum {
#define NUMBER(name) PROGRAM_##name,
	GD_PROGRAMS(NUMBER)
#undef NUMBER
};

/*
 * All programs of sites in one, so that the sites of several are attached and detached by one link
 * and wait for the kernel's grace period once.
 */
SEC("uprobe")
int every_site(GO_REGS *ctx)
{
	struct run run = run_begin();
	__u64 cookie = bpf_get_attach_cookie(ctx);

	switch (cookie >> GD_COOKIE_PROGRAM_SHIFT) {
#define CASE(name)                                                                       \
	case PROGRAM_##name:                                                             \
		name##_hit(ctx, &run, cookie);                                           \
		break;
	GD_PROGRAMS(CASE)
#undef CASE
	}
	return run_end(&run);
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
