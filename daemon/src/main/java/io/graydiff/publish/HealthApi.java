package io.graydiff.publish;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Optional;

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
        .orElseGet(() -> Reply.text("ready\n" + readiness.note().map(n -> n + "\n").orElse("")));
  }

  private Optional<String> noWindow() {
    return comparisons.all().stream().anyMatch(published -> published.result().windows() > 0)
        ? Optional.empty()
        : Optional.of("no window has closed yet");
  }
}
