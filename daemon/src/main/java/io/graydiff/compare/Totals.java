package io.graydiff.compare;

import io.graydiff.signal.Signal;
import io.graydiff.window.Measures;
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
 */
record Totals(long windows, double seconds, Measures baseline, Measures canary) {
  static final Totals EMPTY = new Totals(0, 0, Measures.NONE, Measures.NONE);

  Totals plus(Window window) {
    return new Totals(
        windows + 1,
        seconds + window.seconds(),
        plus(baseline, window.baseline().total()),
        plus(canary, window.canary().total()));
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
