package io.graydiff.publish;

import io.graydiff.compare.GroupSummary;
import io.graydiff.compare.SignalResult;
import io.graydiff.histogram.Histogram;
import io.graydiff.signal.Signal;
import io.graydiff.signal.Unit;
import io.graydiff.window.Measures;
import io.graydiff.window.Series;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What was measured, as metrics: histograms, events, levels, exposure and quantiles. */
final class SignalMetrics {
  private final Map<Unit, HistogramSnapshot.Builder> wholes = new EnumMap<>(Unit.class);
  private final Map<Unit, HistogramSnapshot.Builder> parts = new EnumMap<>(Unit.class);
  private final Map<Unit, HistogramSnapshot.Builder> censored = new EnumMap<>(Unit.class);
  private final List<SummaryDataPointSnapshot> quantiles = new ArrayList<>();
  private final Family events =
      Family.counter(
          "graydiff_signal_events", "Events of a count signal; CPU seconds for CPU time.");
  private final Family levels =
      Family.gauge("graydiff_signal_level", "Newest sample of a level, summed over processes.");
  private final ExposureMetrics exposures = new ExposureMetrics();

  void add(Published published) {
    add(published.name(), "baseline", published.baseline());
    add(published.name(), "canary", published.canary());
    for (SignalResult signal : published.result().signals()) {
      if (signal.series().isWhole()) {
        addQuantiles(published.name(), "baseline", signal, signal.baseline());
        addQuantiles(published.name(), "canary", signal, signal.canary());
      }
    }
  }

  void addTo(Consumer<MetricSnapshot> snapshots) {
    wholes.values().forEach(histogram -> snapshots.accept(histogram.build()));
    parts.values().forEach(histogram -> snapshots.accept(histogram.build()));
    censored.values().forEach(histogram -> snapshots.accept(histogram.build()));
    if (!quantiles.isEmpty()) {
      SummarySnapshot.Builder summary =
          SummarySnapshot.builder()
              .name("graydiff_quantile")
              .help("Quantiles since the comparison began, in seconds or bytes.");
      quantiles.forEach(summary::dataPoint);
      snapshots.accept(summary.build());
    }
    List.of(events, levels).forEach(family -> family.addTo(snapshots));
    exposures.addTo(snapshots);
  }

  private void add(String comparison, String group, Measures measures) {
    measures.distributions().forEach((series, h) -> add(comparison, group, series, h));
    measures
        .counts()
        .forEach((signal, count) -> events.add(count, labels(comparison, signal, group)));
    measures
        .levels()
        .forEach((signal, level) -> levels.add(level, labels(comparison, signal, group)));
    measures.censored().forEach((series, h) -> addCensored(comparison, group, series, h));
    exposures.add(comparison, group, measures);
  }

  private void add(String comparison, String group, Series series, Histogram histogram) {
    Signal signal = series.signal();
    Unit unit = signal.unit();
    HistogramExport export = HistogramExport.of(unit);
    Labels labels = Labels.of(labels(comparison, signal, group));
    if (series.isWhole()) {
      wholes
          .computeIfAbsent(unit, SignalMetrics::wholeFamily)
          .dataPoint(export.full(histogram, labels));
    } else {
      Labels split =
          labels.merge(
              Labels.of("label", signal.label().orElse("label"), "value", series.labelValue()));
      parts
          .computeIfAbsent(unit, SignalMetrics::partFamily)
          .dataPoint(export.nativeOnly(histogram, split));
    }
  }

  private void addCensored(String comparison, String group, Series series, Histogram histogram) {
    Unit unit = series.signal().unit();
    if (series.isWhole() && !histogram.isEmpty()) {
      Labels labels = Labels.of(labels(comparison, series.signal(), group));
      censored
          .computeIfAbsent(unit, SignalMetrics::censoredFamily)
          .dataPoint(HistogramExport.of(unit).full(histogram, labels));
    }
  }

  private void addQuantiles(
      String comparison, String group, SignalResult signal, GroupSummary summary) {
    if (summary instanceof GroupSummary.Distribution d && !d.quantiles().isEmpty()) {
      Quantiles.Builder values = Quantiles.builder();
      d.quantiles().forEach((q, value) -> values.quantile(new Quantile(q, value)));
      quantiles.add(
          SummaryDataPointSnapshot.builder()
              .labels(Labels.of(labels(comparison, signal.series().signal(), group)))
              .quantiles(values.build())
              .count((long) d.count())
              .sum(d.sum())
              .build());
    }
  }

  private static HistogramSnapshot.Builder wholeFamily(Unit unit) {
    return HistogramSnapshot.builder()
        .name("graydiff_signal_" + unit.symbol())
        .help("Values of a distribution signal since the comparison began.");
  }

  private static HistogramSnapshot.Builder censoredFamily(Unit unit) {
    return HistogramSnapshot.builder()
        .name("graydiff_signal_censored_" + unit.symbol())
        .help("Durations so far of spans that had not ended when their probes were closed.");
  }

  private static HistogramSnapshot.Builder partFamily(Unit unit) {
    return HistogramSnapshot.builder()
        .name("graydiff_signal_part_" + unit.symbol())
        .help("The same split by the signal's label; buckets as native histogram only.");
  }

  private static String[] labels(String comparison, Signal signal, String group) {
    return new String[] {"comparison", comparison, "signal", signal.id(), "group", group};
  }
}
