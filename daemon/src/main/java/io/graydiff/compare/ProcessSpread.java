package io.graydiff.compare;

import io.graydiff.window.GroupWindow;
import io.graydiff.window.ProcessWindow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * How much one statistic differs from process to process within each group. Each process counts
 * with the mean, over windows, of the log of its own value over the baseline's, so that shared load
 * cancels here too. Immutable.
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

  /**
   * The state after one window more; windows with one process a side change nothing.
   *
   * @param logRatio of what one process did, the log of its value over the baseline's; empty where
   *     it cannot be said
   */
  ProcessSpread plus(
      GroupWindow baselineWindow,
      GroupWindow canaryWindow,
      Function<ProcessWindow, OptionalDouble> logRatio) {
    if (baselineWindow.processes().size() < 2 || canaryWindow.processes().size() < 2) {
      return this;
    }
    return new ProcessSpread(
        added(baseline, baselineWindow, logRatio), added(canary, canaryWindow, logRatio));
  }

  /** The {@link Welch} interval over the processes that were seen for long enough. */
  Optional<Bounds> welch(double alpha) {
    return Welch.interval(usable(baseline), usable(canary), alpha);
  }

  private static Map<String, ProcessMean> added(
      Map<String, ProcessMean> means,
      GroupWindow window,
      Function<ProcessWindow, OptionalDouble> logRatio) {
    Map<String, ProcessMean> next = new LinkedHashMap<>(means);
    for (ProcessWindow process : window.processes()) {
      String key = Settling.key(process);
      if (next.size() < MAX_PROCESSES || next.containsKey(key)) {
        logRatio
            .apply(process)
            .ifPresent(d -> next.put(key, next.getOrDefault(key, ProcessMean.NONE).plus(d)));
      }
    }
    return next;
  }

  private static List<Double> usable(Map<String, ProcessMean> means) {
    return means.values().stream()
        .filter(mean -> mean.windows() >= MIN_WINDOWS)
        .map(ProcessMean::mean)
        .toList();
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
  }
}
