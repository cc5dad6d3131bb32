package io.graydiff.simulation;

import io.graydiff.signal.Signal;
import io.graydiff.window.Exposure;
import io.graydiff.window.Measures;
import io.graydiff.window.Window;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.function.ToLongBiFunction;
import java.util.random.RandomGenerator;

/**
 * Two groups in which something happens now and then, one process each.
 *
 * @param baseline mean a window
 * @param canary mean a window
 * @param draw a count of this mean
 */
record Counts(double baseline, double canary, ToLongBiFunction<RandomGenerator, Double> draw) {

  static Counts poisson(double baseline, double canary) {
    return new Counts(baseline, canary, Draw::poisson);
  }

  static Counts overdispersed(double baseline, double canary, double phi) {
    return new Counts(baseline, canary, (random, mean) -> Draw.overdispersed(random, mean, phi));
  }

  /** Besides clustered ones, now and then a burst of both, which is short against a window. */
  static Counts inBursts(double baseline, double canary) {
    return new Counts(
        baseline,
        canary,
        (random, mean) ->
            Draw.overdispersed(random, mean, 1 + mean / 4)
                + (random.nextInt(20) == 0 ? Draw.poisson(random, 300) : 0));
  }

  LongFunction<Window> windows(RandomGenerator random) {
    return sequence ->
        Windows.of(
            sequence,
            measures(draw.applyAsLong(random, baseline)),
            measures(draw.applyAsLong(random, canary)));
  }

  private static Measures measures(long count) {
    return new Measures(
        Map.of(),
        Map.of(),
        Map.of(Signal.PANICS, (double) count),
        Map.of(),
        new Exposure(0, 0, 10));
  }
}
