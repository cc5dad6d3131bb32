/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * What the BPF programs and the agent agree on: sizes, numbers and layouts.
 * io.graydiff.kernel.KernelAbi holds the same constants; a test compares the two, both ways.
 */
#ifndef GRAYDIFF_H
#define GRAYDIFF_H

#include <linux/types.h>

/* The bucket layout; io.graydiff.histogram.BucketLayout explains it. */
#define GD_SUB_BITS 5
#define GD_MAX_EXPONENT 40
#define GD_BUCKETS 1152

/*
 * Histogram rows of one population. A population is one observed process; a row exists for each
 * series and each stripe, and a stripe belongs to one CPU (or to few, on large machines).
 * Park rows are numbered by the wait reason, pause rows by the stop-the-world reason, as the
 * observed Go version numbers them.
 */
#define GD_SERIES_HTTP_REQUEST 0
#define GD_SERIES_HTTP_CONNECTION 1
#define GD_SERIES_ALLOC_SIZE 2
#define GD_SERIES_ALLOC_LATENCY 3
#define GD_SERIES_SCHEDULE 4
#define GD_SERIES_GC_CYCLE 5
#define GD_SERIES_GC_ASSIST 6
#define GD_SERIES_LOCK_WAIT 7
#define GD_SERIES_TLS_HANDSHAKE 8
#define GD_SERIES_STACK_SIZE 9
#define GD_SERIES_GRPC_REQUEST 10
#define GD_SERIES_PAUSE 11
#define GD_PAUSE_REASONS 17
#define GD_SERIES_PARK 28
#define GD_PARK_REASONS 64
#define GD_SERIES 92

/* Event counters of one population. */
#define GD_COUNT_GC_CYCLES 0
#define GD_COUNT_GOROUTINES_CREATED 1
#define GD_COUNT_GOROUTINES_EXITED 2
#define GD_COUNT_PANICS 3
#define GD_COUNT_GOEXITS 4
#define GD_COUNT_THROWS 5
#define GD_COUNT_STACK_GROWTHS 6
#define GD_COUNT_TIMERS_STARTED 7
#define GD_COUNT_TIMERS_STOPPED 8
#define GD_COUNT_CONTEXTS_TIMED_OUT 9
#define GD_COUNT_REQUESTS 10
#define GD_COUNT_REQUESTS_LEFT_OUT 11
#define GD_COUNT_SLICE_GROWTHS 12
#define GD_COUNT_SYNCMAP_OPERATIONS 13
#define GD_COUNT_CONTEXTS_CANCELLED 14
#define GD_COUNT_THREADS_WOKEN 15
#define GD_COUNT_TLS_STARTED 16
#define GD_COUNT_TLS_FINISHED 17
#define GD_COUNT_RESPONSES_2XX 18
#define GD_COUNT_RESPONSES_3XX 19
#define GD_COUNT_RESPONSES_4XX 20
#define GD_COUNT_RESPONSES_5XX 21
#define GD_COUNTS 32

/* What a probe hit serves: the index of the hit counters and of the control words. */
#define GD_PROBE_HTTP 0
#define GD_PROBE_CONNECTION 1
#define GD_PROBE_ALLOC_SIZE 2
#define GD_PROBE_ALLOC_LATENCY 3
#define GD_PROBE_PARK 4
#define GD_PROBE_EXECUTE 5
#define GD_PROBE_GC 6
#define GD_PROBE_GC_ASSIST 7
#define GD_PROBE_LOCK 8
#define GD_PROBE_TLS 9
#define GD_PROBE_GOROUTINE 10
#define GD_PROBE_FAILURE 11
#define GD_PROBE_STACK 12
#define GD_PROBE_TIMER 13
#define GD_PROBE_CONTEXT 14
#define GD_PROBE_GRPC 15
#define GD_PROBE_SLICE 16
#define GD_PROBE_SYNCMAP 17
#define GD_PROBE_THREAD 18
#define GD_PROBE_PROFILE 19
#define GD_PROBE_ALLOC_STACK 20
#define GD_PROBES 32

/* Stripes at most. */
#define GD_STRIPES 8

/* Records of the event ring. */
#define GD_EVENT_EXEC 1
#define GD_EVENT_EXIT 2
#define GD_EVENT_SLOW_REQUEST 3
#define GD_EVENT_PANIC 4
/* A panic that nobody recovers ends the process; it was the last one of its goroutine. */
#define GD_EVENT_PANIC_ENDS 5
#define GD_EVENT_THROW 6
#define GD_EVENT_TEXT 96
/* So many callers of a function that failed; the runtime's own are among them. */
#define GD_EVENT_CALLERS 8

/* What a sampled stack is of, and how deep it is at most. */
#define GD_STACK_CPU 1
#define GD_STACK_ALLOC 2
#define GD_STACK_DEPTH 32
/* A CPU sample that was taken in the kernel. */
#define GD_STACK_IN_KERNEL 1

/*
 * The programs of sites, by name, numbered from 0 in this order. Where many sites can have one link
 * a single program serves them all, and the number stands in their cookies, above the other bits.
 */
#define GD_PROGRAMS(X) \
	X(alloc_size) \
	X(alloc_latency_begin) \
	X(alloc_latency_end) \
	X(slice_grown) \
	X(nothing) \
	X(gc_cycle_begin) \
	X(gc_cycle_end) \
	X(world_stopped) \
	X(world_stopped_for) \
	X(world_restarted) \
	X(world_started) \
	X(gc_assist_begin) \
	X(gc_assist_end) \
	X(goexit) \
	X(panic) \
	X(panic_ends) \
	X(throw) \
	X(goroutine_created) \
	X(goroutine_exited) \
	X(stack_copied) \
	X(grpc_begin) \
	X(grpc_end) \
	X(http_begin) \
	X(http_stream_begin) \
	X(http_inner_stream_begin) \
	X(http_head_read) \
	X(http_end) \
	X(http_body_closed) \
	X(http_stream_end) \
	X(http_stream_status) \
	X(http_hijack) \
	X(connection_begin) \
	X(connection_end) \
	X(lock_wait_begin) \
	X(lock_wait_end) \
	X(syncmap_operation) \
	X(rwlock_wait_begin) \
	X(rwlock_wait_end) \
	X(timer_started) \
	X(timer_stopped) \
	X(timer_context_ended) \
	X(context_ended) \
	X(tls_handshake_begin) \
	X(tls_handshake_end) \
	X(park_begin) \
	X(park_m_begin) \
	X(execute) \
	X(thread_woken)

#define GD_COOKIE_PROGRAM_SHIFT 32

/*
 * The attach cookie of a site at a conditional branch that counts for one of its ways only: this
 * bit, and in the low four bits the condition code of the instruction set that has to hold.
 * Without that bit every hit counts.
 */
#define GD_COOKIE_CONDITION 256

/* The bit of a site whose instruction the kernel steps out of line. */
#define GD_COOKIE_DEAR 512

/* Buckets that have one mark: a reader looks at those only that were ever marked. */
#define GD_BUCKETS_A_MARK 8

/* What a reader looks at first of a row: whether it counted more, and in which buckets it ever did. */
struct gd_summary {
	__u64 sum;
	__u64 count;
	__u8 marks[GD_BUCKETS / GD_BUCKETS_A_MARK];
};

/*
 * The histogram rows of one population on one stripe. The summaries lie together, so that rows that
 * never count take no memory of a reader. Buckets wrap; a reader takes differences modulo 2^32.
 */
struct gd_rows {
	struct gd_summary summaries[GD_SERIES];
	__u32 buckets[GD_SERIES][GD_BUCKETS];
};

/* Counters of one population on one stripe. */
struct gd_counters {
	__u64 events[GD_COUNTS];
};

/* What the programs did on one stripe: hits of all processes, and what they could not record. */
struct gd_stats {
	__u64 hits[GD_PROBES];
	/* Those at dear sites; only of programs at the ends of functions, where entries are cheap. */
	__u64 dear_hits[GD_PROBES];
	/* Of some hits, taken at random: how long their programs ran. */
	__u64 run_ns[GD_PROBES];
	__u64 runs_timed[GD_PROBES];
	__u64 spans_lost;
	__u64 events_lost;
	__u64 stacks_lost;
	__u64 reserved[5];
};

/* Spans so short that what the probes themselves add to them is taken off: see gd_target. */
#define GD_FLOOR_ALLOC 0
#define GD_FLOOR_ASSIST 1
#define GD_FLOOR_LOCK 2
#define GD_FLOORS 4

/*
 * Written by the agent while programs run, monotonic nanoseconds. A probe counts from opened_at to
 * closed_at, and a span only if it began in that time. Once a probe has been hit most_hits times
 * since the load (0: no limit), the programs themselves end its window and those of the probes in
 * closes_with, a bit each; they set its limit to 0 and ring. A request that was under way before
 * disturbed_until was slowed down by other probes, and is left out. One stack is sampled for about
 * every alloc_sample_bytes that are allocated; 0: none.
 */
struct gd_control {
	__u64 opened_at[GD_PROBES];
	__u64 closed_at[GD_PROBES];
	__u64 most_hits[GD_PROBES];
	__u64 closes_with[GD_PROBES];
	__u64 disturbed_until;
	__u64 alloc_sample_bytes;
};

/* Set before load. */
struct gd_config {
	__u32 populations;
	__u32 stripe_mask;
};

/*
 * An observed process, keyed by its id. Offsets are of the Go version at hand; 0: unknown. Floors
 * are what an empty function would take between its probes, by their placements in its binary.
 */
struct gd_target {
	__u32 population;
	__u32 reserved;
	__u64 slow_request_ns;
	__u16 g_goid;
	__u16 g_wait_reason;
	__u16 g_tracking;
	__u16 g_tracking_stamp;
	__u16 request_url;
	__u16 url_path;
	__u16 response_status;
	__u16 stream_wrote_header;
	__u16 context_err;
	__u16 unused[3];
	__u32 floor_ns[GD_FLOORS];
};

/* A span that has begun and not ended. */
struct gd_span_key {
	__u32 pid;
	__u32 probe;
	__u64 g;
};

struct gd_span {
	__u64 start_ns;
	__u64 detail;
};

/*
 * One record of the event ring. Of a panic the value is the address of its type (0: nil), and the
 * text what it says if it is a string. Callers are return addresses, the innermost first; 0 ends
 * them.
 */
struct gd_event {
	__u32 type;
	__u32 pid;
	__u64 time_ns;
	__u64 value;
	__u64 goid;
	char text[GD_EVENT_TEXT];
	__u64 callers[GD_EVENT_CALLERS];
};

/* One record of the ring of alarms: the hits of a probe have reached their limit. */
struct gd_alarm {
	__u64 probe;
};

/*
 * One record of the ring of stacks. The weight of a CPU sample is 1, that of an allocation the
 * bytes that it stands for. Addresses are the innermost first: of a CPU sample the first is the
 * instruction, all others are return addresses.
 */
struct gd_stack {
	__u32 kind;
	__u32 pid;
	__u64 weight;
	__u32 flags;
	__u32 depth;
	__u64 pcs[GD_STACK_DEPTH];
};

#endif
