package io.graydiff.publish;

import io.graydiff.compare.ComparisonResult;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether the agent lives and whether it does its work, for Kubernetes and systemd. */
final class HealthApi {
  private final PublishedComparisons comparisons;
  private final Readiness readiness;

  HealthApi(PublishedComparisons comparisons, Readiness readiness) {
    this.comparisons = comparisons;
    this.readiness = readiness;
  }

  /** Adds its paths. */
  void addTo(Routes routes) {
    routes.get("/healthz", request -> Reply.text("ok\n")).get("/readyz", request -> ready());
  }

  private Reply ready() {
    return readiness
        .whyNotReady()
        .or(this::noWindow)
        .map(reason -> Reply.error(HttpResponseStatus.SERVICE_UNAVAILABLE, reason))
        .orElseGet(() -> Reply.text(readyText()));
  }

  /** First that it is ready; then, a line each, what keeps it from more. */
  private String readyText() {
    return Stream.of(
            Stream.of("ready"),
            readiness.note().stream(),
            comparisons.all().stream().map(Published::result).flatMap(HealthApi::oneSided))
        .flatMap(lines -> lines)
        .collect(Collectors.joining("\n", "", "\n"));
  }

  /** A comparison that waits for processes is no fault of the agent, so that it stays ready. */
  private static Stream<String> oneSided(ComparisonResult result) {
    boolean baseline = result.baseline().processCount() > 0;
    boolean canary = result.canary().processCount() > 0;
    if (baseline && canary) {
      return Stream.empty();
    }
    String missing = baseline ? "the canary" : canary ? "the baseline" : "either group";
    return Stream.of("comparison " + result.comparison() + " has no process of " + missing);
  }

  private Optional<String> noWindow() {
    return comparisons.all().stream().anyMatch(published -> published.result().windows() > 0)
        ? Optional.empty()
        : Optional.of("no window has closed yet");
  }
}
