package io.graydiff.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.graydiff.signal.Signal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HttpRecipesTest {
  private static final String CLOSE = "net/http.(*chunkWriter).close";
  private static final Set<String> ENDS = Set.of(Inlining.FINISH_REQUEST, CLOSE);

  private static final Inlining END_INLINED =
      new Inlining(
          Map.of(Inlining.FINISH_REQUEST, new TreeMap<>(Map.of(Inlining.SERVE_CONNECTION, 1))));

  @Test
  void aRequestEndsWhereItIsFinished() {
    assertThat(ends(Signal.HTTP_REQUEST_LATENCY, Inlining.NONE))
        .containsExactly(Inlining.FINISH_REQUEST);
    assertThat(ends(Signal.HTTP_RESPONSES_5XX, Inlining.NONE))
        .containsExactly(Inlining.FINISH_REQUEST);
  }

  /** Were both probed, the calls that are not inlined would count twice. */
  @Test
  void ofAnInlinedEndOnlyWhatItCallsOnceIsProbed() {
    assertThat(ends(Signal.HTTP_REQUEST_LATENCY, END_INLINED)).containsExactly(CLOSE);
    assertThat(ends(Signal.HTTP_RESPONSES_5XX, END_INLINED)).containsExactly(CLOSE);
  }

  /** The planner refuses a signal if this, too, is inlined: it has to ask about it. */
  @Test
  void whatStandsInIsAmongTheFunctionsAskedFor() {
    assertThat(ends(Signal.HTTP_REQUEST_LATENCY, Inlining.ALL_THAT_MATTERS)).containsExactly(CLOSE);
  }

  /** Streams do not all pass the handler of net/http's server. */
  @Test
  void aStreamOfHttp2BeginsWhereItIsRunUnderEachOfItsNames() {
    assertThat(HttpRecipes.of(Inlining.NONE).getOrDefault(Signal.HTTP_REQUEST_LATENCY, List.of()))
        .flatExtracting(Step::functions)
        .contains(
            Inlining.SERVE_HTTP,
            "net/http.(*http2serverConn).runHandler",
            "net/http/internal/http2.(*serverConn).runHandler",
            "golang.org/x/net/http2.(*serverConn).runHandler");
  }

  private static List<String> ends(Signal signal, Inlining inlining) {
    return HttpRecipes.of(inlining).getOrDefault(signal, List.of()).stream()
        .flatMap(step -> step.functions().stream())
        .filter(ENDS::contains)
        .toList();
  }
}
