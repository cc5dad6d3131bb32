package io.graydiff.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Ten seconds, looked at each second. */
class FleetVersionTest {
  private static final double FROM = 1000;

  private static OptionalDouble since(String... series) throws Exception {
    String answer =
        "{\"status\":\"success\",\"data\":{\"result\":[" + String.join(",", series) + "]}}";
    try (PrometheusStub stub = new PrometheusStub().answer("count by (baseline, canary)", answer)) {
      return FleetVersion.since(stub.client(), new FleetQuery("shop", ""), FROM, FROM + 10);
    }
  }

  /** Selectors that some agents have from one second to another, both included. */
  private static String selectors(String canary, int from, int to) {
    return IntStream.rangeClosed(from, to)
        .mapToObj(second -> "[%s,\"2\"]".formatted(FROM + second))
        .collect(
            Collectors.joining(
                ",",
                "{\"metric\":{\"baseline\":\"go=1.22\",\"canary\":\"" + canary + "\"},\"values\":[",
                "]}"));
  }

  @Test
  void nothingChangesWhereTheSelectorsStay() throws Exception {
    assertThat(since(selectors("revision=a", 0, 10))).isEmpty();
    assertThat(since(selectors("revision=a", 3, 8))).isEmpty();
    assertThat(since()).isEmpty();
  }

  @Test
  void anotherSelectorIsAnotherComparison() throws Exception {
    assertThat(since(selectors("revision=a", 0, 4), selectors("revision=b", 5, 10))).hasValue(1005);
    assertThat(since(selectors("revision=a", 0, 4), selectors("revision=b", 7, 9))).hasValue(1005);
  }

  @Test
  void theLastAgentThatIsReconfiguredCounts() throws Exception {
    assertThat(since(selectors("revision=a", 0, 7), selectors("revision=b", 5, 10))).hasValue(1008);
  }

  @Test
  void agentsThatDifferForGoodAreOneFleet() throws Exception {
    assertThat(since(selectors("revision=a", 0, 10), selectors("revision=b", 0, 10))).isEmpty();
  }
}
