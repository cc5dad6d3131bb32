// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/*
 * The probes. Each program serves one kind of site; io.graydiff.probe.ProbeCatalogue says which
 * functions of which Go version have it.
 *
 * GO_ENTRY programs sit on the conditional branch of a function's stack check: arguments are
 * still in their registers, and a hit on the way to a stack growth is dropped, because the function
 * is then entered once more. GO_POINT programs sit on any other instruction.
 */
#include "maps.h"
#include "go_abi.h"
#include "stacks.h"

#include <linux/bpf_perf_event.h>

#define GO_POINT(name)                                                                   \
	static __always_inline int name##_body(GO_REGS *ctx);                            \
	SEC("uprobe")                                                                    \
	int name(GO_REGS *ctx)                                                           \
	{                                                                                \
		return name##_body(ctx);                                                 \
	}                                                                                \
	static __always_inline int name##_body(GO_REGS *ctx)

#define GO_ENTRY(name)                                                                   \
	static __always_inline int name##_body(GO_REGS *ctx);                            \
	SEC("uprobe")                                                                    \
	int name(GO_REGS *ctx)                                                           \
	{                                                                                \
		if (GO_STACK_GROWS(ctx))                                                 \
			return 0;                                                        \
		return name##_body(ctx);                                                 \
	}                                                                                \
	static __always_inline int name##_body(GO_REGS *ctx)

/* Whether a run leaves a conditional branch by the way that its site is for. */
static __always_inline int leaves_this_way(GO_REGS *ctx)
{
	__u64 cookie;

	/* Not even to be loaded where the kernel does not know the function. */
	if (!config.cookies)
		return 1;
	cookie = bpf_get_attach_cookie(ctx);
	return !(cookie & GD_COOKIE_CONDITION) || GO_CONDITION(ctx, cookie & 15);
}

/* A span on one goroutine, from a function's entry to points behind its work. */
#define GO_SPAN(name, probe_id, series)                                                  \
	GO_ENTRY(name##_begin)                                                           \
	{                                                                                \
		__u32 pid = current_pid();                                               \
		if (observed(pid, probe_id))                                             \
			span_begin(pid, probe_id, GO_G(ctx), 0);                         \
		return 0;                                                                \
	}                                                                                \
	GO_POINT(name##_end)                                                             \
	{                                                                                \
		__u32 pid = current_pid();                                               \
		struct gd_target *target = observed(pid, probe_id);                      \
		struct gd_span span;                                                     \
		__u64 ns;                                                                \
		if (target && leaves_this_way(ctx) &&                                    \
		    (ns = span_end(pid, probe_id, GO_G(ctx), &span)))                    \
			record(target, series, ns);                                      \
		return 0;                                                                \
	}

#define GO_COUNT(name, probe_id, counter)                                                \
	GO_ENTRY(name)                                                                   \
	{                                                                                \
		struct gd_target *target = observed(current_pid(), probe_id);            \
		if (target)                                                              \
			count(target, counter);                                          \
		return 0;                                                                \
	}

static __always_inline __u64 goid(struct gd_target *target, __u64 g)
{
	__u64 id = 0;

	if (target->g_goid)
		bpf_probe_read_user(&id, sizeof(id), (void *)(g + target->g_goid));
	return id;
}

/* ---- HTTP: net/http.serverHandler.ServeHTTP to the end of the response ---- */

GO_ENTRY(http_begin)
{
	__u32 pid = current_pid();
	struct gd_target *target = observed(pid, GD_PROBE_HTTP);

	if (!target)
		return 0;
	count(target, GD_COUNT_REQUESTS);
	/* The fourth argument is the *Request, which names the path of a slow request. */
	span_begin(pid, GD_PROBE_HTTP, GO_G(ctx), GO_ARG4(ctx));
	return 0;
}

/*
 * Where a profile-guided build has inlined ServeHTTP: the return of net/http.(*conn).readRequest,
 * with a *response whose second word is the *Request, and an error.
 */
GO_POINT(http_head_read)
{
	__u32 pid = current_pid();
	struct gd_target *target = observed(pid, GD_PROBE_HTTP);
	__u64 request = 0;

	if (!target || GO_ARG2(ctx))
		return 0;
	count(target, GD_COUNT_REQUESTS);
	bpf_probe_read_user(&request, sizeof(request), (void *)(GO_ARG1(ctx) + 8));
	span_begin(pid, GD_PROBE_HTTP, GO_G(ctx), request);
	return 0;
}

/* Copies a Go string, cut off where there is no more room. */
static __always_inline void copy_text(__u64 from, __u64 bytes, char *text)
{
	__u32 length = bytes < GD_EVENT_TEXT - 1 ? bytes : GD_EVENT_TEXT - 1;

	/* The verifier wants to see the bound, which the compiler takes for known. */
	barrier_var(length);
	if (length > GD_EVENT_TEXT - 1 || bpf_probe_read_user(text, length, (void *)from))
		length = 0;
	text[length] = 0;
}

/* The path of a request: Request.URL, then URL.Path, a pointer and a length. */
static __always_inline void request_path(struct gd_target *target, __u64 request, char *text)
{
	__u64 url = 0, path[2] = {};

	if (!target->request_url || !request)
		return;
	bpf_probe_read_user(&url, sizeof(url), (void *)(request + target->request_url));
	if (!url || bpf_probe_read_user(path, sizeof(path), (void *)(url + target->url_path)))
		return;
	copy_text(path[0], path[1], text);
}

static __always_inline void http_finished(GO_REGS *ctx, __u32 pid, struct gd_target *target)
{
	struct gd_control *c = control_words();
	struct gd_event *event;
	struct gd_span span;
	__u64 ns = span_end(pid, GD_PROBE_HTTP, GO_G(ctx), &span);

	if (!ns || !c)
		return;
	if (span.start_ns < c->disturbed_until) {
		count(target, GD_COUNT_REQUESTS_LEFT_OUT);
		return;
	}
	record(target, GD_SERIES_HTTP_REQUEST, ns);
	if (!target->slow_request_ns || ns < target->slow_request_ns)
		return;
	event = event_begin(GD_EVENT_SLOW_REQUEST, pid);
	if (!event)
		return;
	event->value = ns;
	event->goid = goid(target, GO_G(ctx));
	request_path(target, span.detail, event->text);
	event_submit(event);
}

static __always_inline void count_response(struct gd_target *target, __u64 status)
{
	if (status < 200 || status >= 600)
		return;
	if (status < 300)
		count(target, GD_COUNT_RESPONSES_2XX);
	else if (status < 400)
		count(target, GD_COUNT_RESPONSES_3XX);
	else if (status < 500)
		count(target, GD_COUNT_RESPONSES_4XX);
	else
		count(target, GD_COUNT_RESPONSES_5XX);
}

/* net/http.(*response).finishRequest: a handler that set no status means 200. */
GO_ENTRY(http_end)
{
	__u32 pid = current_pid();
	struct gd_target *target = observed(pid, GD_PROBE_HTTP);
	__u64 status = 0;

	if (!target)
		return 0;
	if (target->response_status &&
	    !bpf_probe_read_user(&status, sizeof(status),
				 (void *)(GO_ARG1(ctx) + target->response_status)))
		count_response(target, status ? status : 200);
	http_finished(ctx, pid, target);
	return 0;
}

/* The function that ends an HTTP/2 stream. */
GO_ENTRY(http_stream_end)
{
	__u32 pid = current_pid();
	struct gd_target *target = observed(pid, GD_PROBE_HTTP);

	if (target)
		http_finished(ctx, pid, target);
	return 0;
}

/* HTTP/2: (*responseWriterState).writeHeader(code); every response passes it, some twice. */
GO_ENTRY(http_stream_status)
{
	struct gd_target *target = observed(current_pid(), GD_PROBE_HTTP);
	__u8 wrote = 0;

	if (!target || !target->stream_wrote_header)
		return 0;
	bpf_probe_read_user(&wrote, sizeof(wrote),
			    (void *)(GO_ARG1(ctx) + target->stream_wrote_header));
	if (!wrote)
		count_response(target, GO_ARG2(ctx));
	return 0;
}

/* A hijacked connection is no request any more. */
GO_ENTRY(http_hijack)
{
	__u32 pid = current_pid();

	if (observed(pid, GD_PROBE_HTTP))
		span_drop(pid, GD_PROBE_HTTP, GO_G(ctx));
	return 0;
}

/* ---- Connections: net/http.(*conn).serve to its deferred function ---- */

GO_ENTRY(connection_begin)
{
	__u32 pid = current_pid();

	if (observed(pid, GD_PROBE_CONNECTION))
		span_begin(pid, GD_PROBE_CONNECTION, GO_G(ctx), 0);
	return 0;
}

GO_ENTRY(connection_end)
{
	__u32 pid = current_pid();
	struct gd_target *target = observed(pid, GD_PROBE_CONNECTION);
	struct gd_span span;
	__u64 ns;

	if (!target)
		return 0;
	/* A request still open here ended by panic or Goexit in its handler. */
	http_finished(ctx, pid, target);
	ns = span_end(pid, GD_PROBE_CONNECTION, GO_G(ctx), &span);
	if (ns)
		record(target, GD_SERIES_HTTP_CONNECTION, ns);
	return 0;
}

/* ---- gRPC: google.golang.org/grpc.(*Server).handleStream, one goroutine a stream ---- */

GO_ENTRY(grpc_begin)
{
	__u32 pid = current_pid();
	struct gd_target *target = observed(pid, GD_PROBE_GRPC);

	if (!target)
		return 0;
	count(target, GD_COUNT_REQUESTS);
	span_begin(pid, GD_PROBE_GRPC, GO_G(ctx), 0);
	return 0;
}

GO_POINT(grpc_end)
{
	__u32 pid = current_pid();
	struct gd_target *target = observed(pid, GD_PROBE_GRPC);
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

/* ---- Allocation: runtime.mallocgc and its specialised forms ---- */

GO_ENTRY(alloc_size)
{
	__u32 pid = current_pid();
	struct gd_target *target = observed(pid, GD_PROBE_ALLOC_SIZE);
	__u64 size = GO_ARG1(ctx);

	/* Size 0 allocates nothing. */
	if (!target || !size)
		return 0;
	record(target, GD_SERIES_ALLOC_SIZE, size);
	sample_allocation(ctx, pid, size);
	return 0;
}

GO_SPAN(alloc_latency, GD_PROBE_ALLOC_LATENCY, GD_SERIES_ALLOC_LATENCY)

/* ---- Waiting: runtime.gopark to runtime.execute of the same goroutine ---- */

GO_ENTRY(park_begin)
{
	__u32 pid = current_pid();

	if (observed(pid, GD_PROBE_PARK))
		span_begin(pid, GD_PROBE_PARK, GO_G(ctx), (__u8)GO_ARG3(ctx));
	return 0;
}

/* Where gopark is inlined: runtime.park_m, on the system stack, the goroutine as argument. */
GO_ENTRY(park_m_begin)
{
	__u32 pid = current_pid();
	struct gd_target *target = observed(pid, GD_PROBE_PARK);
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
	struct gd_target *target = observed(pid, GD_PROBE_EXECUTE);
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

/* ---- Garbage collection ---- */

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
	struct gd_target *target = observed(pid, GD_PROBE_GC);

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
	struct gd_target *target = observed(pid, GD_PROBE_GC);
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
static __always_inline void world_stops(__u64 reason)
{
	__u32 pid = current_pid();

	if (observed(pid, GD_PROBE_GC))
		span_begin(pid, GD_PROBE_GC, GC_STOP, reason);
}

GO_ENTRY(world_stopped)
{
	world_stops(STOP_UNKNOWN);
	return 0;
}

GO_ENTRY(world_stopped_for)
{
	world_stops((__u8)GO_ARG1(ctx));
	return 0;
}

/* runtime.startTheWorldWithSema before Go 1.22. */
GO_ENTRY(world_restarted)
{
	__u32 pid = current_pid();
	struct gd_target *target = observed(pid, GD_PROBE_GC);
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
	struct gd_target *target = observed(current_pid(), GD_PROBE_GC);
	__u64 reason = (__u8)GO_ARG2(ctx), start = GO_ARG3(ctx), now = bpf_ktime_get_ns();

	if (target && reason < GD_PAUSE_REASONS && start && start < now)
		record(target, GD_SERIES_PAUSE + reason, now - start);
	return 0;
}

GO_SPAN(gc_assist, GD_PROBE_GC_ASSIST, GD_SERIES_GC_ASSIST)
GO_COUNT(goroutine_created, GD_PROBE_GOROUTINE, GD_COUNT_GOROUTINES_CREATED)
GO_COUNT(goroutine_exited, GD_PROBE_GOROUTINE, GD_COUNT_GOROUTINES_EXITED)
GO_COUNT(goexit, GD_PROBE_FAILURE, GD_COUNT_GOEXITS)
GO_COUNT(timer_started, GD_PROBE_TIMER, GD_COUNT_TIMERS_STARTED)
GO_COUNT(timer_stopped, GD_PROBE_TIMER, GD_COUNT_TIMERS_STOPPED)
GO_COUNT(slice_grown, GD_PROBE_SLICE, GD_COUNT_SLICE_GROWTHS)
GO_COUNT(syncmap_operation, GD_PROBE_SYNCMAP, GD_COUNT_SYNCMAP_OPERATIONS)
GO_COUNT(thread_woken, GD_PROBE_THREAD, GD_COUNT_THREADS_WOKEN)
GO_SPAN(lock_wait, GD_PROBE_LOCK, GD_SERIES_LOCK_WAIT)

/*
 * sync.RWMutex: the semaphores that its slow paths wait for, (s, lifo, skipframes). Up to Go 1.19
 * sync.Mutex waits by the same function, with frames to skip, inside of lock_wait. The span is
 * apart from that one: a goroutine is not at an odd address.
 */
#define RWLOCK_KEY(ctx) (GO_G(ctx) + 1)

GO_ENTRY(rwlock_wait_begin)
{
	__u32 pid = current_pid();

	if (observed(pid, GD_PROBE_LOCK) && !GO_ARG3(ctx))
		span_begin(pid, GD_PROBE_LOCK, RWLOCK_KEY(ctx), 0);
	return 0;
}

GO_POINT(rwlock_wait_end)
{
	__u32 pid = current_pid();
	struct gd_target *target = observed(pid, GD_PROBE_LOCK);
	struct gd_span span;
	__u64 ns;

	if (target && (ns = span_end(pid, GD_PROBE_LOCK, RWLOCK_KEY(ctx), &span)))
		record(target, GD_SERIES_LOCK_WAIT, ns);
	return 0;
}

/* ---- TLS: crypto/tls.(*Conn).serverHandshake ---- */

GO_ENTRY(tls_handshake_begin)
{
	__u32 pid = current_pid();
	struct gd_target *target = observed(pid, GD_PROBE_TLS);

	if (!target)
		return 0;
	count(target, GD_COUNT_TLS_STARTED);
	span_begin(pid, GD_PROBE_TLS, GO_G(ctx), 0);
	return 0;
}

GO_POINT(tls_handshake_end)
{
	__u32 pid = current_pid();
	struct gd_target *target = observed(pid, GD_PROBE_TLS);
	struct gd_span span;
	__u64 ns;

	if (!target)
		return 0;
	count(target, GD_COUNT_TLS_FINISHED);
	if ((ns = span_end(pid, GD_PROBE_TLS, GO_G(ctx), &span)))
		record(target, GD_SERIES_TLS_HANDSHAKE, ns);
	return 0;
}

/* ---- Contexts: (*timerCtx).cancel and (*cancelCtx).cancel(removeFromParent, err, ...) ---- */

/* context.deadlineExceededError is the error of size 0: itab, then its type, then Size_. */
static __always_inline int is_deadline(__u64 itab)
{
	__u64 type = 0, size = 1;

	bpf_probe_read_user(&type, sizeof(type), (void *)(itab + 8));
	return type && !bpf_probe_read_user(&size, sizeof(size), (void *)type) && !size;
}

/* A cancel function may be called again, and is by habit when the context has ended otherwise. */
static __always_inline void count_cancelled(struct gd_target *target, __u64 context)
{
	__u64 err = 0;

	if (target->context_err &&
	    !bpf_probe_read_user(&err, sizeof(err), (void *)(context + target->context_err)) && !err)
		count(target, GD_COUNT_CONTEXTS_CANCELLED);
}

/* In both: not to be removed from its parent means that the parent ended, or a timerCtx calls. */
GO_ENTRY(timer_context_ended)
{
	struct gd_target *target = observed(current_pid(), GD_PROBE_CONTEXT);

	if (!target || !(__u8)GO_ARG2(ctx))
		return 0;
	if (is_deadline(GO_ARG3(ctx)))
		count(target, GD_COUNT_CONTEXTS_TIMED_OUT);
	else
		count_cancelled(target, GO_ARG1(ctx));
	return 0;
}

GO_ENTRY(context_ended)
{
	struct gd_target *target = observed(current_pid(), GD_PROBE_CONTEXT);

	if (target && (__u8)GO_ARG2(ctx))
		count_cancelled(target, GO_ARG1(ctx));
	return 0;
}

/* ---- Failures ---- */

/* Where abi.Type has its kind, the same in all versions; a string is of kind 24. */
#define TYPE_KIND 23
#define KIND_MASK 31
#define KIND_STRING 24

static __always_inline struct gd_event *failure_begin(GO_REGS *ctx, __u32 type, __u32 pid,
						      struct gd_target *target)
{
	struct gd_event *event = event_begin(type, pid);
	__u32 depth;

	if (!event)
		return 0;
	event->goid = goid(target, GO_G(ctx));
	depth = walk_from_entry(ctx, event->callers, GD_EVENT_CALLERS);
	if (depth < GD_EVENT_CALLERS)
		event->callers[depth] = 0;
	return event;
}

/* runtime.gopanic(e any): the type, and a pointer to the value. */
GO_ENTRY(panic)
{
	__u32 pid = current_pid();
	struct gd_target *target = observed(pid, GD_PROBE_FAILURE);
	struct gd_event *event;
	__u64 text[2] = {};
	__u8 kind = 0;

	if (!target)
		return 0;
	count(target, GD_COUNT_PANICS);
	event = failure_begin(ctx, GD_EVENT_PANIC, pid, target);
	if (!event)
		return 0;
	event->value = GO_ARG1(ctx);
	bpf_probe_read_user(&kind, sizeof(kind), (void *)(event->value + TYPE_KIND));
	if ((kind & KIND_MASK) == KIND_STRING &&
	    !bpf_probe_read_user(text, sizeof(text), (void *)GO_ARG2(ctx)))
		copy_text(text[0], text[1], event->text);
	event_submit(event);
	return 0;
}

/* runtime.fatalpanic, which has no stack check. */
GO_POINT(panic_ends)
{
	__u32 pid = current_pid();
	struct gd_target *target = observed(pid, GD_PROBE_FAILURE);
	struct gd_event *event;

	if (!target || !(event = event_begin(GD_EVENT_PANIC_ENDS, pid)))
		return 0;
	event->goid = goid(target, GO_G(ctx));
	event_submit(event);
	return 0;
}

/* runtime.throw(s string) and runtime.fatal(s string) have no stack check. */
GO_POINT(throw)
{
	__u32 pid = current_pid();
	struct gd_target *target = observed(pid, GD_PROBE_FAILURE);
	struct gd_event *event;

	if (!target)
		return 0;
	count(target, GD_COUNT_THROWS);
	event = failure_begin(ctx, GD_EVENT_THROW, pid, target);
	if (!event)
		return 0;
	copy_text(GO_ARG1(ctx), GO_ARG2(ctx), event->text);
	event_submit(event);
	return 0;
}

/* runtime.copystack(gp, newsize) grows and shrinks; g.stack is its first field, two words. */
GO_ENTRY(stack_copied)
{
	struct gd_target *target = observed(current_pid(), GD_PROBE_STACK);
	__u64 stack[2] = {};

	if (!target || bpf_probe_read_user(stack, sizeof(stack), (void *)GO_ARG1(ctx)))
		return 0;
	if (GO_ARG2(ctx) > stack[1] - stack[0]) {
		count(target, GD_COUNT_STACK_GROWTHS);
		record(target, GD_SERIES_STACK_SIZE, GO_ARG2(ctx));
	}
	return 0;
}

/* ---- The CPU profile: a clock on every CPU ---- */

/*
 * The clock ticks whatever runs; only ticks in observed processes are counted, because only those
 * take time from them.
 */
SEC("perf_event")
int cpu_sample(struct bpf_perf_event_data *ctx)
{
	__u32 pid = current_pid();
	struct gd_stack *stack;
	long bytes;

	if (!pid || !bpf_map_lookup_elem(&targets, &pid) || !observed(pid, GD_PROBE_PROFILE))
		return 0;
	stack = stack_begin(GD_STACK_CPU, pid, 1);
	if (!stack)
		return 0;
	if (IN_KERNEL(&ctx->regs))
		stack->flags = GD_STACK_IN_KERNEL;
	bytes = bpf_get_stack(ctx, stack->pcs, sizeof(stack->pcs), BPF_F_USER_STACK);
	stack->depth = bytes > 0 ? (__u64)bytes / 8 : 0;
	bpf_ringbuf_submit(stack, BPF_RB_NO_WAKEUP);
	return 0;
}

/* ---- Processes ---- */

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

char LICENSE[] SEC("license") = "Dual BSD/GPL";
