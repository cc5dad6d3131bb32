/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * HTTP: net/http.serverHandler.ServeHTTP to the end of the response, the streams of HTTP/2, and
 * connections.
 */
#ifndef HTTP_H
#define HTTP_H

#include "programs.h"

/* In the detail of a span beside the address of its *Request, which is even: a stream's span. */
#define OF_STREAM 1UL

/* The fourth argument is the *Request, which names the path of a slow request. */
GO_ENTRY(http_begin)
{
	__u32 pid = current_pid();
	struct gd_target *target = observed(run, pid, GD_PROBE_HTTP);
	struct gd_span *span;

	if (!target)
		return 0;
	span = span_open(pid, GD_PROBE_HTTP, GO_G(ctx));
	if (span && span->detail & OF_STREAM) {
		/* Counted where the stream began, which may not have known the *Request. */
		span->detail = GO_ARG4(ctx) | OF_STREAM;
		return 0;
	}
	count(target, GD_COUNT_REQUESTS);
	span_begin(pid, GD_PROBE_HTTP, GO_G(ctx), GO_ARG4(ctx));
	return 0;
}

static __always_inline void stream_began(GO_REGS *ctx, struct run *run, __u64 request)
{
	__u32 pid = current_pid();
	struct gd_target *target = observed(run, pid, GD_PROBE_HTTP);

	if (!target)
		return;
	count(target, GD_COUNT_REQUESTS);
	span_begin(pid, GD_PROBE_HTTP, GO_G(ctx), request | OF_STREAM);
}

/*
 * HTTP/2: (*serverConn).runHandler, which runs each stream on a goroutine of its own. Not every
 * stream passes ServeHTTP: servers of golang.org/x/net without TLS call the user's handler, and a
 * profile-guided build may have inlined it on this way alone.
 */
GO_ENTRY(http_stream_begin)
{
	stream_began(ctx, run, GO_ARG3(ctx));
	return 0;
}

/* The same since Go 1.27, where its third argument is no *Request of net/http yet. */
GO_ENTRY(http_inner_stream_begin)
{
	stream_began(ctx, run, 0);
	return 0;
}

/*
 * Where a profile-guided build has inlined ServeHTTP: the return of net/http.(*conn).readRequest,
 * with a *response whose second word is the *Request, and an error.
 */
GO_POINT(http_head_read)
{
	__u32 pid = current_pid();
	struct gd_target *target = observed(run, pid, GD_PROBE_HTTP);
	__u64 request = 0;

	count_if_dear(cookie, GD_PROBE_HTTP);
	if (!target || GO_ARG2(ctx))
		return 0;
	count(target, GD_COUNT_REQUESTS);
	bpf_probe_read_user(&request, sizeof(request), (void *)(GO_ARG1(ctx) + 8));
	span_begin(pid, GD_PROBE_HTTP, GO_G(ctx), request);
	return 0;
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
	request_path(target, span.detail & ~OF_STREAM, event->text);
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

/* A handler that set no status means 200. */
static __always_inline void response_finished(GO_REGS *ctx, __u32 pid, struct gd_target *target,
					      __u64 response)
{
	__u64 status = 0;

	if (target->response_status &&
	    !bpf_probe_read_user(&status, sizeof(status),
				 (void *)(response + target->response_status)))
		count_response(target, status ? status : 200);
	http_finished(ctx, pid, target);
}

/* net/http.(*response).finishRequest. */
GO_ENTRY(http_end)
{
	__u32 pid = current_pid();
	struct gd_target *target = observed(run, pid, GD_PROBE_HTTP);

	if (target)
		response_finished(ctx, pid, target, GO_ARG1(ctx));
	return 0;
}

/*
 * Where a profile-guided build has inlined that: net/http.(*chunkWriter).close, which each
 * finishRequest calls once. The first word of its receiver is the *response.
 */
GO_ENTRY(http_body_closed)
{
	__u32 pid = current_pid();
	struct gd_target *target = observed(run, pid, GD_PROBE_HTTP);
	__u64 response = 0;

	if (!target)
		return 0;
	bpf_probe_read_user(&response, sizeof(response), (void *)GO_ARG1(ctx));
	response_finished(ctx, pid, target, response);
	return 0;
}

/* The function that ends an HTTP/2 stream. */
GO_ENTRY(http_stream_end)
{
	__u32 pid = current_pid();
	struct gd_target *target = observed(run, pid, GD_PROBE_HTTP);

	if (target)
		http_finished(ctx, pid, target);
	return 0;
}

/* HTTP/2: (*responseWriterState).writeHeader(code); every response passes it, some twice. */
GO_ENTRY(http_stream_status)
{
	struct gd_target *target = observed(run, current_pid(), GD_PROBE_HTTP);
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

	if (observed(run, pid, GD_PROBE_HTTP))
		span_drop(pid, GD_PROBE_HTTP, GO_G(ctx));
	return 0;
}

/* ---- Connections: net/http.(*conn).serve to its deferred function ---- */

GO_ENTRY(connection_begin)
{
	__u32 pid = current_pid();

	if (observed(run, pid, GD_PROBE_CONNECTION))
		span_begin(pid, GD_PROBE_CONNECTION, GO_G(ctx), 0);
	return 0;
}

GO_ENTRY(connection_end)
{
	__u32 pid = current_pid();
	struct gd_target *target = observed(run, pid, GD_PROBE_CONNECTION);
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

#endif
