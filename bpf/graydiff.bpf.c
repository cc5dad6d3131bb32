// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/*
 * The probes, one header a subject, in one object: they share its maps. Each program serves one
 * kind of site; io.graydiff.probe.ProbeCatalogue says which functions of which Go version have it.
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

char LICENSE[] SEC("license") = "Dual BSD/GPL";
