package io.graydiff.compare;

/**
 * The smallest value that can be told from the measuring's own cost, after calibration.
 *
 * @param baseline in the recorded unit (nanoseconds), 0 when every difference counts
 * @param canary in the recorded unit
 */
public record Resolution(double baseline, double canary) {
  /** Every difference counts. */
  public static final Resolution EXACT = new Resolution(0, 0);

  /** Whether two values are too close for their difference to mean anything. */
  boolean hides(double baselineValue, double canaryValue) {
    return Math.abs(baselineValue - canaryValue) < Math.max(baseline, canary);
  }
}
