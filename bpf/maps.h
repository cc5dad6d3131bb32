/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* The maps, and the few operations on them that all programs share. */
#ifndef MAPS_H
#define MAPS_H

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#include "histogram.h"

const volatile struct gd_config config;

/*
 * Histogram rows; index = population * stripes + stripe. Those of one population lie together, so
 * that the agent maps those of the processes that it observes alone.
 */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct gd_rows);
} rows SEC(".maps");

/* Event counters; index = stripe * populations + population. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct gd_counters);
} counters SEC(".maps");

/* Index = stripe. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct gd_stats);
} stats SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct gd_control);
} control SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__type(key, __u32);
	__type(value, struct gd_target);
} targets SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1);
	__type(key, struct gd_span_key);
	__type(value, struct gd_span);
} spans SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 262144);
} events SEC(".maps");

/* The agent waits for its records, which are few. */
struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} alarms SEC(".maps");

static __always_inline __u32 stripe(void)
{
	return bpf_get_smp_processor_id() & config.stripe_mask;
}

static __always_inline __u32 current_pid(void)
{
	return bpf_get_current_pid_tgid() >> 32;
}

static __always_inline struct gd_stats *stats_here(void)
{
	__u32 index = stripe();

	return bpf_map_lookup_elem(&stats, &index);
}

static __always_inline struct gd_control *control_words(void)
{
	__u32 zero = 0;

	return bpf_map_lookup_elem(&control, &zero);
}

/* One run of a program: when it began, and of which probe it is a hit, if of any. */
struct run {
	__u64 begun_ns;
	__u32 probe;
};

static __always_inline struct run run_begin(void)
{
	struct run run = { .begun_ns = bpf_ktime_get_ns(), .probe = GD_PROBES };

	return run;
}

/* About one run in so many is timed: a power of two, of which the clock is a multiple by chance. */
#define TIME_EVERY 64
/* What takes longer was interrupted, which is no cost of the probe. */
#define LONGEST_RUN_NS 65536

/* How long the programs of a probe run, in the very process that hits it. */
static __always_inline int run_end(struct run *run)
{
	__u32 probe = run->probe;
	struct gd_stats *s;
	__u64 took;

	if (run->begun_ns % TIME_EVERY || probe >= GD_PROBES)
		return 0;
	took = bpf_ktime_get_ns() - run->begun_ns;
	s = stats_here();
	if (!s || took > LONGEST_RUN_NS)
		return 0;
	__sync_fetch_and_add(&s->run_ns[probe], took);
	__sync_fetch_and_add(&s->runs_timed[probe], 1);
	return 0;
}

/* One in so many hits looks at those of all stripes. */
#define LOOK_EVERY 16

/*
 * Ends the window of a probe whose hits have reached their limit: nothing counts from now on, while
 * the agent, woken by the alarm, detaches. Two CPUs may both get here; the second alarm is of no
 * use and does no harm.
 */
static __noinline int limit_reached(__u32 probe)
{
	struct gd_control *c = control_words();
	struct gd_alarm *alarm;
	__u64 hits = 0, now, together;
	__u32 i;

	if (!c || probe >= GD_PROBES || !c->most_hits[probe])
		return 0;
	for (i = 0; i < GD_STRIPES; i++) {
		__u32 index = i;
		struct gd_stats *s = bpf_map_lookup_elem(&stats, &index);

		if (s)
			hits += s->hits[probe];
	}
	if (hits < c->most_hits[probe])
		return 0;
	now = bpf_ktime_get_ns();
	together = c->closes_with[probe];
	for (i = 0; i < GD_PROBES; i++) {
		if (together >> i & 1 && c->closed_at[i] > now)
			c->closed_at[i] = now;
	}
	c->most_hits[probe] = 0;
	alarm = bpf_ringbuf_reserve(&alarms, sizeof(*alarm), 0);
	if (alarm) {
		alarm->probe = probe;
		bpf_ringbuf_submit(alarm, BPF_RB_FORCE_WAKEUP);
	}
	return 1;
}

/*
 * Counts a hit, whoever made it: a probe belongs to a file, so processes that nobody asked for hit it
 * too and pay for it. Whether that was one too many.
 */
static __always_inline int count_hit(struct run *run, __u32 probe)
{
	struct gd_stats *s = stats_here();

	run->probe = probe;
	if (!s)
		return 0;
	__sync_fetch_and_add(&s->hits[probe], 1);
	/* Only every so many; that another CPU on this stripe skips one does not matter. */
	return s->hits[probe] % LOOK_EVERY == 0 && limit_reached(probe);
}

/* Counts the hit, and gives the process if it is observed and the probe is open. */
static __always_inline struct gd_target *observed(struct run *run, __u32 pid, __u32 probe)
{
	struct gd_control *c = control_words();

	if (count_hit(run, probe))
		return 0;
	if (!c || run->begun_ns < c->opened_at[probe] || run->begun_ns >= c->closed_at[probe])
		return 0;
	return bpf_map_lookup_elem(&targets, &pid);
}

/*
 * Adds one value. Atomic, since a program can be preempted on its CPU and stripes can be shared.
 */
static __always_inline void record(struct gd_target *target, __u32 series, __u64 value)
{
	__u32 stripes = config.stripe_mask + 1;
	__u32 index = target->population * stripes + stripe();
	struct gd_rows *of = bpf_map_lookup_elem(&rows, &index);
	__u32 bucket = bucket_of(value);
	struct gd_summary *summary;

	/* The verifier wants to see the bound, which the compiler takes for known. */
	barrier_var(series);
	if (!of || series >= GD_SERIES || bucket >= GD_BUCKETS)
		return;
	summary = &of->summaries[series];
	/* Once is enough, and a store of a byte takes nothing from another one's. */
	if (!summary->marks[bucket / GD_BUCKETS_A_MARK])
		summary->marks[bucket / GD_BUCKETS_A_MARK] = 1;
	__sync_fetch_and_add(&of->buckets[series][bucket], 1);
	__sync_fetch_and_add(&summary->sum, value);
	__sync_fetch_and_add(&summary->count, 1);
}

static __always_inline void count(struct gd_target *target, __u32 counter)
{
	__u32 index = stripe() * config.populations + target->population;
	struct gd_counters *c = bpf_map_lookup_elem(&counters, &index);

	if (c)
		__sync_fetch_and_add(&c->events[counter], 1);
}

static __always_inline void span_begin(__u32 pid, __u32 probe, __u64 g, __u64 detail)
{
	struct gd_span_key key = { .pid = pid, .probe = probe, .g = g };
	struct gd_span span = { .start_ns = bpf_ktime_get_ns(), .detail = detail };
	struct gd_stats *s;

	if (bpf_map_update_elem(&spans, &key, &span, BPF_ANY) == 0)
		return;
	s = stats_here();
	if (s)
		__sync_fetch_and_add(&s->spans_lost, 1);
}

static __always_inline void span_drop(__u32 pid, __u32 probe, __u64 g)
{
	struct gd_span_key key = { .pid = pid, .probe = probe, .g = g };

	bpf_map_delete_elem(&spans, &key);
}

/* The span that is open, if it began in the present window of its probe. */
static __always_inline struct gd_span *span_open(__u32 pid, __u32 probe, __u64 g)
{
	struct gd_span_key key = { .pid = pid, .probe = probe, .g = g };
	struct gd_span *span = bpf_map_lookup_elem(&spans, &key);
	struct gd_control *c = control_words();

	return span && c && span->start_ns >= c->opened_at[probe] ? span : 0;
}

/* A span without what its probes have added. */
static __always_inline __u64 above_floor(struct gd_target *target, __u32 floor, __u64 ns)
{
	return ns > target->floor_ns[floor] ? ns - target->floor_ns[floor] : 1;
}

/*
 * Ends a span: its start in *begun, its length as result; 0 if none was open or if it began before
 * the present window of its probe.
 */
static __always_inline __u64 span_end(__u32 pid, __u32 probe, __u64 g, struct gd_span *begun)
{
	struct gd_span_key key = { .pid = pid, .probe = probe, .g = g };
	struct gd_span *span = bpf_map_lookup_elem(&spans, &key);
	struct gd_control *c = control_words();
	__u64 now = bpf_ktime_get_ns();

	if (!span)
		return 0;
	*begun = *span;
	bpf_map_delete_elem(&spans, &key);
	if (!c || begun->start_ns < c->opened_at[probe])
		return 0;
	return now > begun->start_ns ? now - begun->start_ns : 1;
}

/* Room for one event, its head filled in; a full ring is counted. */
static __always_inline struct gd_event *event_begin(__u32 type, __u32 pid)
{
	struct gd_event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
	struct gd_stats *s;

	if (event) {
		event->type = type;
		event->pid = pid;
		event->time_ns = bpf_ktime_get_ns();
		event->value = 0;
		event->goid = 0;
		event->text[0] = 0;
		event->callers[0] = 0;
		return event;
	}
	s = stats_here();
	if (s)
		__sync_fetch_and_add(&s->events_lost, 1);
	return 0;
}

/* The agent drains on a timer: waking it would cost the observed process fifty times more. */
static __always_inline void event_submit(struct gd_event *event)
{
	bpf_ringbuf_submit(event, BPF_RB_NO_WAKEUP);
}

#endif
