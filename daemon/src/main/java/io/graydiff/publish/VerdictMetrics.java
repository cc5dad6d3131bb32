package io.graydiff.publish;

import io.graydiff.compare.Change;
import io.graydiff.compare.ComparisonResult;
import io.graydiff.compare.SignalResult;
import io.graydiff.compare.Verdict;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What was concluded, as metrics. */
final class VerdictMetrics {
  /** A statistic tells an improvement from a pass, which gates need not. */
  private static final int BETTER = 2;

  private final Family ratio =
      Family.gauge("graydiff_change_ratio", "Canary over baseline, all windows together.");
  private final Family low =
      Family.gauge("graydiff_change_ratio_low", "Lower end of the interval of the ratio.");
  private final Family high =
      Family.gauge("graydiff_change_ratio_high", "Upper end of the interval of the ratio.");
  private final Family tolerance =
      Family.gauge("graydiff_change_tolerance", "Share of change that is not called a regression.");
  private final Family changeVerdict =
      Family.gauge(
          "graydiff_change_verdict", "2 improvement, 1 pass, 0 inconclusive, -1 regression.");
  private final Family signalVerdict =
      Family.gauge("graydiff_signal_verdict", "1 pass, 0 inconclusive, -1 regression.");
  private final Family verdict =
      Family.gauge("graydiff_verdict", "1 pass, 0 inconclusive, -1 regression.");
  private final Family regression =
      Family.gauge("graydiff_regression_detected", "1 when the verdict is regression, else 0.");
  private final Family verdictAt =
      Family.gauge("graydiff_verdict_timestamp_seconds", "When the verdict was formed.");
  private final Family windowSeconds =
      Family.gauge("graydiff_window_seconds", "Mean length of a window so far.");
  private final Family falseAlarms =
      Family.counter(
          "graydiff_aa_false_alarms", "Alarms between two halves of the baseline, all false.");
  private final Family trials =
      Family.counter(
          "graydiff_aa_trials", "Comparisons of two halves of the baseline that have ended.");

  private final String[] common;

  /**
   * @param common labels of every series, names and values in turn
   */
  VerdictMetrics(String... common) {
    this.common = common.clone();
  }

  void add(Published published) {
    ComparisonResult result = published.result();
    String[] labels = labels("comparison", result.comparison());
    verdict.add(result.verdict().gauge(), labels);
    regression.add(result.verdict() == Verdict.REGRESSION ? 1 : 0, labels);
    verdictAt.add(published.verdictAt().toEpochMilli() / 1e3, labels);
    windowSeconds.add(result.windows() > 0 ? published.windowSeconds() : Double.NaN, labels);
    falseAlarms.add(published.aaFalseAlarms(), labels);
    trials.add(published.aaTrials(), labels);
    result.signals().stream()
        .filter(signal -> signal.series().isWhole())
        .forEach(signal -> addSignal(result.comparison(), signal));
  }

  void addTo(Consumer<MetricSnapshot> snapshots) {
    List.of(
            ratio,
            low,
            high,
            tolerance,
            changeVerdict,
            signalVerdict,
            verdict,
            regression,
            verdictAt,
            windowSeconds,
            falseAlarms,
            trials)
        .forEach(family -> family.addTo(snapshots));
  }

  private void addSignal(String comparison, SignalResult signal) {
    String id = signal.series().signal().id();
    signalVerdict.add(signal.verdict().gauge(), labels("comparison", comparison, "signal", id));
    for (Change change : signal.changes()) {
      String[] labels =
          labels("comparison", comparison, "signal", id, "statistic", change.statistic());
      ratio.add(change.ratio(), labels);
      low.add(change.low(), labels);
      high.add(change.high(), labels);
      tolerance.add(change.tolerance(), labels);
      changeVerdict.add(
          change.verdict() == Verdict.IMPROVEMENT ? BETTER : change.verdict().gauge(), labels);
    }
  }

  private String[] labels(String... own) {
    return Stream.of(own, common).flatMap(Stream::of).toArray(String[]::new);
  }
}
