package io.graydiff.compare;

import io.graydiff.signal.Signal;
import io.graydiff.window.GroupWindow;
import io.graydiff.window.Measures;
import io.graydiff.window.ProcessWindow;
import io.graydiff.window.Window;
import java.util.HashMap;
import java.util.Map;

/**
 * All windows together.
 *
 * @param windows their number
 * @param seconds their length
 * @param baseline everything measured of the baseline, levels as last sampled
 * @param canary the same of the canary
 * @param baselineServed counts and exposure of the baseline's processes while their requests were
 *     known: what is divided by requests has to be of the same time as they are
 * @param canaryServed the same of the canary
 */
record Totals(
    long windows,
    double seconds,
    Measures baseline,
    Measures canary,
    Measures baselineServed,
    Measures canaryServed) {
  static final Totals EMPTY =
      new Totals(0, 0, Measures.NONE, Measures.NONE, Measures.NONE, Measures.NONE);

  Totals plus(Window window) {
    return new Totals(
        windows + 1,
        seconds + window.seconds(),
        plus(baseline, window.baseline().total()),
        plus(canary, window.canary().total()),
        baselineServed.plus(served(window.baseline())),
        canaryServed.plus(served(window.canary())));
  }

  private static Measures served(GroupWindow group) {
    return group.processes().stream()
        .map(ProcessWindow::measures)
        .filter(measures -> measures.exposure().requests() > 0)
        .map(m -> new Measures(Map.of(), Map.of(), m.counts(), Map.of(), m.exposure(), m.sampled()))
        .reduce(Measures.NONE, Measures::plus);
  }

  /** Levels do not add up over time: the newest sample stays. */
  private static Measures plus(Measures before, Measures now) {
    Measures sum = before.plus(now);
    Map<Signal, Double> levels = new HashMap<>(before.levels());
    levels.putAll(now.levels());
    return new Measures(
        sum.distributions(), sum.censored(), sum.counts(), levels, sum.exposure(), sum.sampled());
  }
}
