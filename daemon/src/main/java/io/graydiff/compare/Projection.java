package io.graydiff.compare;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How long something undecided will take to decide, if the change and its noise stay as they are.
 * An estimate for people who wait, on which no verdict depends. Pure functions.
 *
 * @param furtherWindows until it is decided; infinite when no time makes this one decide
 * @param regression whether it will be one
 */
record Projection(double furtherWindows, boolean regression) {
  private static final Comparator<Projection> SOONER =
      Comparator.comparingDouble(Projection::furtherWindows);

  /** Farther ahead than so many times what was measured so far, nothing is in sight. */
  private static final double FARTHEST = 1000;

  /** Reach of an interval in standard deviations, at its tightest. */
  private static final double TYPICAL_RADIUS = 3.5;

  /** Of a normal variable, in standard deviations. */
  private static final double MEDIAN_DEVIATION = 0.674;

  /** Of an interval that will be narrow enough at any moment. */
  private static final double SOON = 0.99;

  private static final int BISECTIONS = 40;

  /**
   * Until a change is beyond its tolerance or within it, or, where its signal decides, within the
   * margin; empty before there is an interval.
   */
  static Optional<Projection> of(Change change, Yardstick yardstick) {
    Optional<Projection> verdict = of(change, change.tolerance(), yardstick);
    if (!yardstick.settings().decides()) {
      return verdict;
    }
    return Stream.concat(
            verdict.filter(Projection::regression).stream(),
            of(change, yardstick.settings().margin(), yardstick).stream())
        .min(SOONER);
  }

  private static Optional<Projection> of(Change change, double most, Yardstick yardstick) {
    double estimate = Math.log(change.ratio());
    double above = Math.log(change.high()) - estimate;
    double below = estimate - Math.log(change.low());
    if (!Double.isFinite(estimate) || !(above > 0 && below > 0)) {
      return Optional.empty();
    }
    double tolerance = Math.log1p(most);
    boolean regression =
        switch (yardstick.settings().worse()) {
          case HIGHER -> estimate > tolerance;
          case LOWER -> -estimate > tolerance;
          case EITHER -> Math.abs(estimate) > tolerance;
        };
    double share =
        switch (yardstick.settings().worse()) {
          case HIGHER -> share(tolerance - estimate, regression ? below : above);
          case LOWER -> share(tolerance + estimate, regression ? above : below);
          case EITHER ->
              regression
                  ? share(Math.abs(estimate) - tolerance, estimate > 0 ? below : above)
                  : Math.min(
                      share(tolerance - estimate, above), share(tolerance + estimate, below));
        };
    return Optional.of(
        new Projection(windowsUntil(share, change.statistic(), yardstick), regression));
  }

  /** For several of which one regression is enough, and of which a pass takes all. */
  static Optional<Projection> over(Collection<Projection> parts) {
    return parts.stream()
        .filter(Projection::regression)
        .min(SOONER)
        .or(() -> parts.stream().max(SOONER));
  }

  /**
   * What share of its width an interval has to shrink to. The truth is not where the estimate is:
   * an estimate next to the border will move away from it, to about the median distance of a normal
   * variable from its mean.
   *
   * @param distance of the estimate from the border
   * @param reach of the interval towards the border
   */
  private static double share(double distance, double reach) {
    double now = distance / reach;
    return now < 1 ? Math.min(Math.hypot(now, MEDIAN_DEVIATION / TYPICAL_RADIUS), SOON) : now;
  }

  /** An interval that is narrow enough and does not decide waits for something else than time. */
  private static double windowsUntil(double share, String statistic, Yardstick yardstick) {
    double windows = Math.max(1, yardstick.windows());
    Width width = Width.of(statistic, yardstick);
    double wanted = share * width.at(windows);
    double far = windows * FARTHEST;
    if (!(share < 1) || width.at(far) > wanted) {
      return Double.POSITIVE_INFINITY;
    }
    double low = windows;
    double high = far;
    for (int i = 0; i < BISECTIONS; i++) {
      double middle = Math.sqrt(low * high);
      if (width.at(middle) > wanted) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high - windows;
  }

  /**
   * How the boundary narrows.
   *
   * @param power what information grows with: the number of windows for a mean, its cube for a
   *     slope
   */
  private record Width(NormalMixture mixture, double power) {
    static Width of(String statistic, Yardstick yardstick) {
      double power = statistic.equals(LevelTally.SLOPE) ? 3 : 1;
      double tightest = Math.pow(yardstick.horizon(), power);
      return new Width(NormalMixture.tightestAt(tightest, yardstick.alpha()), power);
    }

    double at(double windows) {
      return mixture.radius(Math.pow(windows, power));
    }
  }
}
