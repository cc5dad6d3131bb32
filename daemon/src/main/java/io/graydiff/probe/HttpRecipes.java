package io.graydiff.probe;

import static io.graydiff.probe.Step.Need.FIRST;
import static io.graydiff.probe.Step.Need.OPTIONAL;
import static io.graydiff.probe.Step.Where.ENTRY;
import static io.graydiff.probe.Step.Where.RETURNS;

import io.graydiff.signal.Signal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Which functions of net/http, and of the copies of HTTP/2, serve which signal. */
final class HttpRecipes {
  private static final String HTTP = "net/http.";

  /** What runs an HTTP/2 stream, and never is inlined, since it defers. */
  private static final List<String> HTTP2_STREAMS =
      List.of(
          "net/http.(*http2serverConn).runHandler",
          "golang.org/x/net/http2.(*serverConn).runHandler");

  /** The same since Go 1.27, where it does not know the request of net/http. */
  private static final List<String> HTTP2_INNER_STREAMS =
      List.of("net/http/internal/http2.(*serverConn).runHandler");

  /** The deferred function that ends an HTTP/2 stream, under the names it had over time. */
  private static final List<String> HTTP2_STREAM_ENDS =
      List.of(
          "net/http.(*http2serverConn).runHandler.func1",
          "net/http/internal/http2.(*serverConn).runHandler.func1",
          "golang.org/x/net/http2.(*serverConn).runHandler.func1");

  /** Whoever writes the head of an HTTP/2 response, explicitly or not, passes this. */
  private static final List<String> HTTP2_STATUS =
      List.of(
          "net/http.(*http2responseWriterState).writeHeader",
          "net/http/internal/http2.(*responseWriterState).writeHeader");

  private static final List<Signal> RESPONSES =
      List.of(
          Signal.HTTP_RESPONSES_2XX,
          Signal.HTTP_RESPONSES_3XX,
          Signal.HTTP_RESPONSES_4XX,
          Signal.HTTP_RESPONSES_5XX);

  private HttpRecipes() {}

  /** The steps of every signal of HTTP servers. */
  static Map<Signal, List<Step>> of(Inlining inlining) {
    Map<Signal, List<Step>> recipes = new EnumMap<>(Signal.class);
    recipes.put(Signal.HTTP_REQUEST_LATENCY, requests(inlining));
    recipes.put(Signal.HTTP_CONNECTION_DURATION, connections());
    RESPONSES.forEach(signal -> recipes.put(signal, responses(inlining)));
    return recipes;
  }

  /**
   * A profile-guided build may inline the call of the handler into the connection's loop. Requests
   * of HTTP/1 then begin where their head was read, which is right before; those of HTTP/2 begin
   * with their stream anyway.
   */
  private static List<Step> requests(Inlining inlining) {
    List<Step> steps = new ArrayList<>();
    steps.add(new Step("http_begin", ProbeKind.HTTP, ENTRY, FIRST, List.of(Inlining.SERVE_HTTP)));
    if (inlining.into(Inlining.SERVE_HTTP).contains(Inlining.SERVE_CONNECTION)) {
      steps.add(
          new Step(
              "http_head_read",
              ProbeKind.HTTP,
              RETURNS,
              FIRST,
              List.of(HTTP + "(*conn).readRequest")));
    }
    steps.add(end(inlining));
    steps.add(new Step("http_stream_begin", ProbeKind.HTTP, ENTRY, OPTIONAL, HTTP2_STREAMS));
    steps.add(
        new Step("http_inner_stream_begin", ProbeKind.HTTP, ENTRY, OPTIONAL, HTTP2_INNER_STREAMS));
    steps.add(new Step("http_stream_end", ProbeKind.HTTP, ENTRY, OPTIONAL, HTTP2_STREAM_ENDS));
    steps.add(
        new Step(
            "http_hijack",
            ProbeKind.HTTP,
            ENTRY,
            OPTIONAL,
            List.of(HTTP + "(*conn).hijackLocked")));
    // A handler that panics ends its request here.
    steps.add(connectionEnd(OPTIONAL));
    return steps;
  }

  /**
   * A profile-guided build may inline the end of a request into the connection's loop. Wherever
   * that is, it closes the body of its response exactly once, which nothing else does.
   */
  private static Step end(Inlining inlining) {
    return inlining.into(Inlining.FINISH_REQUEST).isEmpty()
        ? new Step("http_end", ProbeKind.HTTP, ENTRY, FIRST, List.of(Inlining.FINISH_REQUEST))
        : new Step(
            "http_body_closed",
            ProbeKind.HTTP,
            ENTRY,
            FIRST,
            List.of(HTTP + "(*chunkWriter).close"));
  }

  private static List<Step> responses(Inlining inlining) {
    return List.of(
        end(inlining),
        new Step("http_stream_status", ProbeKind.HTTP, ENTRY, OPTIONAL, HTTP2_STATUS));
  }

  private static List<Step> connections() {
    return List.of(
        new Step(
            "connection_begin",
            ProbeKind.CONNECTION,
            ENTRY,
            FIRST,
            List.of(HTTP + "(*conn).serve")),
        connectionEnd(FIRST));
  }

  private static Step connectionEnd(Step.Need need) {
    return new Step(
        "connection_end", ProbeKind.CONNECTION, ENTRY, need, List.of(HTTP + "(*conn).serve.func1"));
  }
}
