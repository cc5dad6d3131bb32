package io.graydiff.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.graydiff.fixture.MadeUpProfile.Call;
import io.graydiff.fixture.NeedsRoot;
import io.graydiff.gobinary.GoBinary;
import io.graydiff.probe.AttachPlan;
import io.graydiff.probe.PlacementPlanner;
import io.graydiff.publish.Published;
import io.graydiff.signal.Signal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Builds whose profile puts the begin or the end of a request into another function: requests of
 * HTTP/1 and HTTP/2 are counted as they were made, or refused with the reason, never fewer. A usual
 * run takes two versions; {@code -Dgraydiff.versions=all} takes all that know profiles.
 */
@NeedsRoot
class ProfileGuidedIT {
  private static final String SERVER = "net/http/server.go";
  private static final String SERVE = "net/http.(*conn).serve";
  private static final String FINISH = "net/http.(*response).finishRequest";
  private static final String HANDLE = "net/http.serverHandler.ServeHTTP";
  private static final String CLOSE = "net/http.(*chunkWriter).close";

  private static final Call BEGIN =
      new Call(SERVER, SERVE, "func (c *conn) serve(", HANDLE, ".ServeHTTP(w, w.req)");
  private static final Call END =
      new Call(SERVER, SERVE, "func (c *conn) serve(", FINISH, "w.finishRequest()");
  private static final Call BODY =
      new Call(SERVER, FINISH, "func (w *response) finishRequest(", CLOSE, "w.cw.close()");
  private static final Call STREAM =
      new Call(
          SERVER,
          "net/http.initALPNRequest.ServeHTTP",
          "func (h initALPNRequest) ServeHTTP(",
          HANDLE,
          "h.h.ServeHTTP(rw, req)");
  private static final Call STREAM_SINCE_27 =
      new Call(
          "net/http/http2.go",
          "net/http.http2Handler.ServeHTTP",
          "func (h http2Handler) ServeHTTP(",
          HANDLE,
          "h.h.ServeHTTP(http2ResponseWriter{w}, &Request{");

  private static final List<String> COMMANDS =
      List.of("http1 40 200", "http1 7 404", "http2 30 200", "http2 9 503");

  private static final Map<Signal, Integer> DONE =
      Map.of(
          Signal.HTTP_REQUEST_LATENCY, 40 + 7 + 30 + 9,
          Signal.HTTP_RESPONSES_2XX, 40 + 30,
          Signal.HTTP_RESPONSES_3XX, 0,
          Signal.HTTP_RESPONSES_4XX, 7,
          Signal.HTTP_RESPONSES_5XX, 9);

  /** What a profile makes of net/http, and what graydiff makes of that. */
  enum Guidance {
    BEGIN_INLINED(false, BEGIN),
    END_INLINED(false, END),
    STREAM_INLINED(false, STREAM),
    ALL_INLINED(false, BEGIN, END, STREAM),
    END_LOST(true, END, BODY);

    private final boolean refused;
    private final List<Call> hot;

    Guidance(boolean refused, Call... hot) {
      this.refused = refused;
      this.hot = List.of(hot);
    }

    /** What is hot in the sources of a version, which have moved since. */
    List<Call> hot(String version) {
      boolean moved = version.equals("1.27");
      return hot.stream().map(call -> moved && call == STREAM ? STREAM_SINCE_27 : call).toList();
    }
  }

  static Stream<Arguments> builds() {
    boolean all = System.getProperty("graydiff.versions", "").equals("all");
    List<Guidance> guidances =
        all ? List.of(Guidance.values()) : List.of(Guidance.ALL_INLINED, Guidance.END_LOST);
    return guidances.stream()
        .flatMap(
            guidance ->
                GuidedBuilds.pairs()
                    .map(pair -> Arguments.of(guidance, pair.get()[0], pair.get()[1])));
  }

  @ParameterizedTest
  @MethodSource("builds")
  void requestsAreExactOrRefused(Guidance guidance, String baselineGo, String canaryGo)
      throws Exception {
    try (CommandedProgram baseline = CommandedProgram.start(build(guidance, baselineGo));
        CommandedProgram canary = CommandedProgram.start(build(guidance, canaryGo));
        Measurement measurement = Measurement.of("pid=" + baseline.pid(), "pid=" + canary.pid())) {
      Published before = measurement.begin();
      for (CommandedProgram program : List.of(baseline, canary)) {
        for (String line : COMMANDS) {
          program.tell(line);
        }
      }
      Map<String, Long> expected = expected(guidance);
      Published after =
          measurement.settledAfter(
              now ->
                  seen(new Growth(before.baseline(), now.baseline())).equals(expected)
                      && seen(new Growth(before.canary(), now.canary())).equals(expected));
      assertThat(seen(new Growth(before.baseline(), after.baseline())))
          .as(baselineGo)
          .isEqualTo(expected);
      assertThat(seen(new Growth(before.canary(), after.canary())))
          .as(canaryGo)
          .isEqualTo(expected);
      assertThat(after.result().loss().samples()).isZero();
    }
  }

  private static Path build(Guidance guidance, String version) throws Exception {
    Path path = GuidedBuilds.build("requests", version, "net/http", guidance.hot(version));
    isRefusedWithTheReason(guidance, path);
    return path;
  }

  private static void isRefusedWithTheReason(Guidance guidance, Path path) throws Exception {
    try (GoBinary binary = GoBinary.open(path)) {
      AttachPlan plan = PlacementPlanner.plan(binary, true);
      for (Signal signal : DONE.keySet()) {
        Optional<String> refused = Objects.requireNonNull(plan.signals().get(signal)).refused();
        if (guidance.refused) {
          assertThat(refused).as(signal.id()).isPresent();
          assertThat(refused.get())
              .contains("calls of " + CLOSE + " in the code are inlined, into " + FINISH);
        } else {
          assertThat(refused).as(signal.id()).isEmpty();
        }
      }
    }
  }

  /** Of what is refused nothing may be counted. */
  private static Map<String, Long> seen(Growth growth) {
    Map<String, Long> seen = new TreeMap<>();
    seen.put("requests", growth.requests());
    DONE.keySet()
        .forEach(
            signal ->
                seen.put(
                    signal.id(),
                    signal == Signal.HTTP_REQUEST_LATENCY
                        ? growth.values(signal).count()
                        : growth.count(signal)));
    return seen;
  }

  private static Map<String, Long> expected(Guidance guidance) {
    Map<String, Long> expected = new TreeMap<>();
    DONE.forEach((signal, times) -> expected.put(signal.id(), guidance.refused ? 0L : times));
    expected.put("requests", expected.get(Signal.HTTP_REQUEST_LATENCY.id()));
    return expected;
  }
}
