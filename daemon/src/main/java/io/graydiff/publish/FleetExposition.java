package io.graydiff.publish;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

/**
 * Verdicts over a fleet as Prometheus metrics, each with {@code scope="fleet"} so that they can be
 * told apart from those of single agents. What was measured is not exported again: sums over agents
 * would count it twice. Each scrape reads the newest immutable state and waits for nobody.
 */
public final class FleetExposition implements MultiCollector {
  private final PublishedComparisons comparisons;
  private final InfoSnapshot build;

  public FleetExposition(PublishedComparisons comparisons, BuildInfo build) {
    this.comparisons = comparisons;
    this.build = PrometheusExposition.buildInfo(build);
  }

  @Override
  public MetricSnapshots collect() {
    VerdictMetrics verdicts = new VerdictMetrics("scope", "fleet");
    comparisons.all().forEach(verdicts::add);
    MetricSnapshots.Builder all = MetricSnapshots.builder().metricSnapshot(build);
    verdicts.addTo(all::metricSnapshot);
    return all.build();
  }
}
