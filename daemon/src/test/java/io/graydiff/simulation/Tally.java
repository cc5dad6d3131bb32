package io.graydiff.simulation;

import java.util.Arrays;
import java.util.Locale;

/**
 * How soon the runs of one scenario alarmed.
 *
 * @param firstAlarms window of the first alarm, counted from 1, by run; {@link #NEVER} without one
 * @param passes runs whose verdict after the last window was a pass
 */
public record Tally(int[] firstAlarms, int passes) {
  /** The window of an alarm that never came. */
  public static final int NEVER = Integer.MAX_VALUE;

  /** The 0.975 quantile of the standard normal distribution. */
  private static final double Z = 1.959963984540054;

  int runs() {
    return firstAlarms.length;
  }

  long alarms() {
    return Arrays.stream(firstAlarms).filter(w -> w != NEVER).count();
  }

  /** The quantile of the delay in windows over all runs, those that never alarmed included. */
  int delay(double q) {
    int[] sorted = firstAlarms.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.ceil(q * sorted.length) - 1];
  }

  /** The share of runs that alarmed, with Wilson's 95 % interval. */
  public String share() {
    double n = runs();
    double p = alarms() / n;
    double centre = (p + Z * Z / (2 * n)) / (1 + Z * Z / n);
    double reach = Z * Math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n)) / (1 + Z * Z / n);
    return String.format(
        Locale.ROOT,
        "%.1f %% (%.1f to %.1f)",
        100 * p,
        100 * Math.max(0, centre - reach),
        100 * Math.min(1, centre + reach));
  }

  /** Median and 90th percentile of the delay. */
  public String delays() {
    return windows(0.5) + " / " + windows(0.9);
  }

  private String windows(double q) {
    int delay = delay(q);
    return delay == NEVER ? "never" : Integer.toString(delay);
  }
}
