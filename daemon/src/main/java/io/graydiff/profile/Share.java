package io.graydiff.profile;

/**
 * A part of a whole in both groups, and the interval on their difference.
 *
 * @param name of the class or function
 * @param baseline figures of the baseline
 * @param canary figures of the canary
 * @param low lower end of the interval on the canary's share less the baseline's
 * @param high upper end
 */
public record Share(String name, Part baseline, Part canary, double low, double high) {

  /**
   * One group's.
   *
   * @param samples behind the figures
   * @param share of the whole, 0 to 1; NaN when the group has no samples
   * @param perSecond the quantity in base units for each second; NaN where there is none
   * @param perRequest the same for each request; NaN where there is none or requests are not known
   */
  public record Part(long samples, double share, double perSecond, double perRequest) {}

  /** The canary's share less the baseline's. */
  public double difference() {
    return canary.share() - baseline.share();
  }

  /** Whether the shares were shown to differ. */
  public boolean shown() {
    return low > 0 || high < 0;
  }
}
