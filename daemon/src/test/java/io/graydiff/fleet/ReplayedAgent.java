package io.graydiff.fleet;

import io.graydiff.compare.Assessment;
import io.graydiff.compare.Changes;
import io.graydiff.compare.ComparisonResult;
import io.graydiff.compare.Verdict;
import io.graydiff.publish.AgentMeters;
import io.graydiff.publish.BuildInfo;
import io.graydiff.publish.HttpServer;
import io.graydiff.publish.ListenException;
import io.graydiff.publish.PrometheusExposition;
import io.graydiff.publish.Published;
import io.graydiff.publish.PublishedComparisons;
import io.graydiff.window.Measures;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an agent exports, of windows that a test made. */
public final class ReplayedAgent implements AutoCloseable {
  private final PublishedComparisons comparisons = new PublishedComparisons();
  private final Map<String, Published> newest = new HashMap<>();
  private final HttpServer server;
  private volatile String canarySelector = "go=go1.23.12";

  public ReplayedAgent() throws ListenException {
    PrometheusMeterRegistry registry = AgentMeters.newRegistry();
    registry
        .getPrometheusRegistry()
        .register(new PrometheusExposition(comparisons, new BuildInfo("0.1.0", "abc")));
    server =
        HttpServer.start(
            new InetSocketAddress("127.0.0.1", 0),
            new HttpServer.Sources(comparisons, registry, Optional::empty, InstantSource.system()));
  }

  /** Where Prometheus finds it. */
  public String target() {
    return "127.0.0.1:" + server.address().getPort();
  }

  /** A window has closed; a group without processes has {@link Measures#NONE}. */
  public void window(String comparison, double seconds, Measures baseline, Measures canary) {
    Optional<Published> before = Optional.ofNullable(newest.get(comparison));
    ComparisonResult result =
        new ComparisonResult(
            comparison,
            before.map(p -> p.result().startedAt()).orElseGet(Instant::now),
            before.map(p -> p.result().durationSeconds()).orElse(0.0) + seconds,
            group("go=go1.22.12", "go1.22.12", baseline),
            group(canarySelector, "go1.23.12", canary),
            new Assessment(
                before.map(p -> p.result().windows()).orElse(0L) + 1,
                List.of(),
                Verdict.INCONCLUSIVE,
                Changes.NONE,
                Optional.empty()),
            new ComparisonResult.Cost(0.01, 0.005, 0.01, 1000),
            new ComparisonResult.Loss(0, 0),
            List.of(),
            ComparisonResult.Findings.NONE);
    Published next =
        new Published(
            result,
            before.map(p -> since(p.baseline(), baseline)).orElse(baseline),
            before.map(p -> since(p.canary(), canary)).orElse(canary),
            Instant.now(),
            0,
            0,
            List.of());
    newest.put(comparison, next);
    comparisons.publish(next);
  }

  /** It starts anew: all counters begin at zero. */
  public void restart() {
    newest.clear();
  }

  /** Everything adds up but levels, of which the newest stays. */
  private static Measures since(Measures before, Measures now) {
    Measures sum = before.plus(now);
    return new Measures(
        sum.distributions(),
        sum.censored(),
        sum.counts(),
        now.levels(),
        sum.exposure(),
        sum.sampled());
  }

  /** It is configured anew, with another canary: all counters begin at zero. */
  public void select(String canary) {
    canarySelector = canary;
    restart();
  }

  private static ComparisonResult.Group group(
      String selector, String goVersion, Measures measures) {
    boolean present = measures.exposure().processSeconds() > 0;
    List<ComparisonResult.Process> processes =
        present
            ? List.of(new ComparisonResult.Process(1, "/srv/app", goVersion, "example.com/app"))
            : List.of();
    return new ComparisonResult.Group(
        selector, present ? List.of(goVersion) : List.of(), processes, List.of());
  }

  @Override
  public void close() {
    server.close();
  }
}
