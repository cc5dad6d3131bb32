package io.graydiff.publish;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

/**
 * All comparisons as Prometheus metrics; register it on the registry that is scraped. Each scrape
 * reads the newest immutable state, so it waits for nobody and its metrics fit together.
 */
public final class PrometheusExposition implements MultiCollector {
  private final PublishedComparisons comparisons;
  private final InfoSnapshot build;

  public PrometheusExposition(PublishedComparisons comparisons, BuildInfo build) {
    this.comparisons = comparisons;
    this.build = buildInfo(build);
  }

  @Override
  public MetricSnapshots collect() {
    SignalMetrics signals = new SignalMetrics();
    VerdictMetrics verdicts = new VerdictMetrics();
    ComparisonMetrics conclusions = new ComparisonMetrics();
    ProfileMetrics profiles = new ProfileMetrics();
    for (Published published : comparisons.all()) {
      signals.add(published);
      verdicts.add(published);
      conclusions.add(published);
      profiles.add(published);
    }
    MetricSnapshots.Builder all = MetricSnapshots.builder().metricSnapshot(build);
    signals.addTo(all::metricSnapshot);
    verdicts.addTo(all::metricSnapshot);
    conclusions.addTo(all::metricSnapshot);
    profiles.addTo(all::metricSnapshot);
    return all.build();
  }

  static InfoSnapshot buildInfo(BuildInfo build) {
    Labels labels =
        Labels.of(
            "version",
            build.version(),
            "revision",
            build.revision(),
            "java_version",
            Runtime.version().toString());
    return InfoSnapshot.builder()
        .name("graydiff_build")
        .help("Which graydiff this is; the value is always 1.")
        .dataPoint(InfoDataPointSnapshot.builder().labels(labels).build())
        .build();
  }
}
