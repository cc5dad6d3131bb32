package io.graydiff.compare;

import io.graydiff.window.GroupWindow;
import io.graydiff.window.ProcessWindow;
import io.graydiff.window.Series;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * How much one statistic differs from process to process within each group: a difference between
 * versions must be larger than that. Each process counts with the mean, over windows, of the log of
 * its own value over the baseline's, so that shared load cancels here too. Immutable.
 *
 * @param baseline mean by process
 * @param canary mean by process
 */
record ProcessSpread(Map<String, ProcessMean> baseline, Map<String, ProcessMean> canary) {
  static final ProcessSpread EMPTY = new ProcessSpread(Map.of(), Map.of());

  /** Processes remembered a side; later ones are not looked at, to bound memory. */
  static final int MAX_PROCESSES = 256;

  private static final int MIN_WINDOWS = 5;

  ProcessSpread {
    baseline = Map.copyOf(baseline);
    canary = Map.copyOf(canary);
  }

  /** The state after one window more; windows with one process a side change nothing. */
  ProcessSpread plus(
      Statistic statistic,
      Series series,
      PairedStatistic.Pair pair,
      GroupWindow baselineWindow,
      GroupWindow canaryWindow) {
    if (baselineWindow.processes().size() < 2 || canaryWindow.processes().size() < 2) {
      return this;
    }
    if (pair.baseline().size() < statistic.minimumSize()) {
      return this;
    }
    return new ProcessSpread(
        added(baseline, statistic, series, pair, baselineWindow),
        added(canary, statistic, series, pair, canaryWindow));
  }

  /** Whether both groups have processes enough to compare. */
  boolean decides() {
    return usable(baseline) >= 2 && usable(canary) >= 2;
  }

  /**
   * Welch's interval on the log ratio between the groups, taking processes as the units.
   *
   * @param alpha one-sided error of each end
   * @return an interval on the ratio, empty with fewer than two processes a side
   */
  Optional<Bounds> welch(double alpha) {
    if (!decides()) {
      return Optional.empty();
    }
    Moments b = Moments.of(baseline);
    Moments c = Moments.of(canary);
    double vb = b.variance() / b.count();
    double vc = c.variance() / c.count();
    double difference = c.mean() - b.mean();
    double error = Math.sqrt(vb + vc);
    if (!(error > 0)) {
      return Optional.of(new Bounds(Math.exp(difference), Math.exp(difference)));
    }
    double freedom =
        (vb + vc) * (vb + vc) / (vb * vb / (b.count() - 1) + vc * vc / (c.count() - 1));
    double reach = TDistribution.of(freedom).inverseSurvivalProbability(alpha) * error;
    return Optional.of(new Bounds(Math.exp(difference - reach), Math.exp(difference + reach)));
  }

  private static Map<String, ProcessMean> added(
      Map<String, ProcessMean> means,
      Statistic statistic,
      Series series,
      PairedStatistic.Pair pair,
      GroupWindow window) {
    Map<String, ProcessMean> next = new LinkedHashMap<>(means);
    for (ProcessWindow process : window.processes()) {
      String key = Settling.key(process);
      if (next.size() >= MAX_PROCESSES && !next.containsKey(key)) {
        continue;
      }
      GroupSample.of(process.measures(), series)
          .filter(sample -> sample.size() >= statistic.minimumSize())
          .ifPresent(
              sample -> {
                double d = statistic.logRatio(pair.baselineEstimate(), sample.estimate());
                next.put(key, next.getOrDefault(key, ProcessMean.NONE).plus(d));
              });
    }
    return next;
  }

  private static long usable(Map<String, ProcessMean> means) {
    return means.values().stream().filter(ProcessMean::usable).count();
  }

  /**
   * One process.
   *
   * @param windows that counted
   * @param mean over them
   */
  record ProcessMean(long windows, double mean) {
    static final ProcessMean NONE = new ProcessMean(0, 0);

    ProcessMean plus(double value) {
      return new ProcessMean(windows + 1, mean + (value - mean) / (windows + 1));
    }

    boolean usable() {
      return windows >= MIN_WINDOWS;
    }
  }

  private record Moments(long count, double mean, double variance) {
    static Moments of(Map<String, ProcessMean> processes) {
      double[] values =
          processes.values().stream()
              .filter(ProcessMean::usable)
              .mapToDouble(ProcessMean::mean)
              .toArray();
      double mean = 0;
      for (double v : values) {
        mean += v / values.length;
      }
      double squares = 0;
      for (double v : values) {
        squares += (v - mean) * (v - mean);
      }
      return new Moments(values.length, mean, squares / (values.length - 1));
    }
  }
}
