package io.graydiff.compare;

import java.util.Optional;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * By how much levels that count things (goroutines, threads, descriptors, timers) differ between
 * processes of one build: at least as independent counts do, whose variance is their mean
 * (Poisson). Two processes that happen to agree prove nothing about a third. Pure functions.
 */
final class CountNoise {
  private CountNoise() {}

  /**
   * An interval over processes that is at least as wide as chance makes it.
   *
   * @param welch what the processes themselves show, empty with fewer than two a side
   * @param logRatio of the levels
   * @param baseline things counted in the baseline at a time
   * @param canary things counted in the canary at a time
   * @param alpha one-sided error of each end
   */
  static Bounds widened(
      Optional<Bounds> welch, double logRatio, double baseline, double canary, double alpha) {
    double reach =
        deviations(alpha) * Math.sqrt(1 / Math.max(1, baseline) + 1 / Math.max(1, canary));
    double low = Math.exp(logRatio - reach);
    double high = Math.exp(logRatio + reach);
    return welch
        .map(w -> new Bounds(Math.min(w.low(), low), Math.max(w.high(), high)))
        .orElse(new Bounds(low, high));
  }

  /**
   * Whether growth is more than chance makes of it: a difference of the canary's later count and
   * its earlier one, measured by the baseline's.
   *
   * @param things more, or fewer, than at the beginning
   * @param baseline things counted in the baseline at a time
   * @param canary things counted in the canary at a time
   * @param alpha one-sided error
   */
  static boolean exceededBy(double things, double baseline, double canary, double alpha) {
    double variance = Math.max(1, canary) * (1 + Math.max(1, canary) / Math.max(1, baseline));
    return Math.abs(things) > deviations(alpha) * Math.sqrt(2 * variance);
  }

  private static double deviations(double alpha) {
    return NormalDistribution.of(0, 1).inverseSurvivalProbability(alpha);
  }
}
