package io.graydiff.compare;

import io.graydiff.window.GroupWindow;
import io.graydiff.window.ProcessWindow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * How much one statistic differs from process to process within each group. Each process counts
 * with the log, over windows, of its own value over the baseline's, so that shared load cancels
 * here too: with the mean of it, or with how much it grows. Immutable.
 *
 * @param baseline by process, over the windows' numbers
 * @param canary the same
 */
record ProcessSpread(Map<String, LineFit> baseline, Map<String, LineFit> canary) {
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
   * @param window its number
   * @param logRatio of what one process did, the log of its value over the baseline's; empty where
   *     it cannot be said
   */
  ProcessSpread plus(
      long window,
      GroupWindow baselineWindow,
      GroupWindow canaryWindow,
      Function<ProcessWindow, OptionalDouble> logRatio) {
    if (baselineWindow.processes().size() < 2 || canaryWindow.processes().size() < 2) {
      return this;
    }
    return new ProcessSpread(
        added(baseline, window, baselineWindow, logRatio),
        added(canary, window, canaryWindow, logRatio));
  }

  /** The {@link Welch} interval over the processes that were seen for long enough. */
  Optional<Bounds> welch(double alpha) {
    return welch(alpha, LineFit::meanY);
  }

  /** The same of the factor by which they grow over so many windows. */
  Optional<Bounds> growthWelch(double alpha, double horizon) {
    return welch(alpha, line -> line.slope() * horizon);
  }

  private Optional<Bounds> welch(double alpha, ToDoubleFunction<LineFit> of) {
    return Welch.interval(usable(baseline, of), usable(canary, of), alpha);
  }

  private static Map<String, LineFit> added(
      Map<String, LineFit> lines,
      long number,
      GroupWindow window,
      Function<ProcessWindow, OptionalDouble> logRatio) {
    Map<String, LineFit> next = new LinkedHashMap<>(lines);
    for (ProcessWindow process : window.processes()) {
      String key = Settling.key(process);
      if (next.size() < MAX_PROCESSES || next.containsKey(key)) {
        logRatio
            .apply(process)
            .ifPresent(d -> next.put(key, next.getOrDefault(key, LineFit.EMPTY).plus(number, d)));
      }
    }
    return next;
  }

  private static List<Double> usable(Map<String, LineFit> lines, ToDoubleFunction<LineFit> of) {
    return lines.values().stream()
        .filter(line -> line.count() >= MIN_WINDOWS)
        .map(of::applyAsDouble)
        .toList();
  }
}
