package io.graydiff.probe;

import java.util.Map;
import java.util.Set;

/**
 * What becomes of the calls of a probed function that the compiler put into another function, where
 * a probe on the first one does not see them. Profile-guided builds do so with the hottest calls.
 */
enum InlinedCalls {
  /** Every run of the holder makes exactly one call: its own begin stands for it. */
  ONE_EACH_RUN,
  /** Another probe of the same signal sees what the calls there lead to. */
  COUNTED_ELSEWHERE,
  /** The runtime calls it there for itself, not for the program. */
  NOT_OF_THE_PROGRAM,
  /** Nothing is known about the calls there. */
  UNSEEN;

  private static final Map<String, Set<String>> ONE_EACH =
      Map.of("runtime.newproc1", Set.of("runtime.newproc.func1"));

  /** The connection's loop of HTTP/1, and what streams of HTTP/2 pass before. */
  private static final Map<String, Set<String>> ELSEWHERE =
      Map.of(
          Inlining.SERVE_HTTP,
          Set.of(
              Inlining.SERVE_CONNECTION,
              "net/http.initALPNRequest.ServeHTTP",
              "net/http.unencryptedHTTP2Request.ServeHTTP",
              "net/http.http2Handler.ServeHTTP",
              "net/http.(*http2serverConn).runHandler"));

  private static final Map<String, Set<String>> RUNTIMES_OWN =
      Map.of("time.stopTimer", Set.of("runtime.(*scavengerState).sleep", "runtime.wakeScavenger"));

  /** The case of a function and one of those that it was inlined into. */
  static InlinedCalls in(String function, String holder) {
    if (ONE_EACH.getOrDefault(function, Set.of()).contains(holder)) {
      return ONE_EACH_RUN;
    }
    if (ELSEWHERE.getOrDefault(function, Set.of()).contains(holder)) {
      return COUNTED_ELSEWHERE;
    }
    return RUNTIMES_OWN.getOrDefault(function, Set.of()).contains(holder)
        ? NOT_OF_THE_PROGRAM
        : UNSEEN;
  }
}
