package io.graydiff.compare;

/**
 * Events of both groups against one kind of exposure, with their overdispersion, in constant
 * memory. Immutable.
 *
 * <p>Given the total of a window, the canary's events are binomial around {@code total x share}.
 * The shares are averaged with the totals as weights, so that a canary whose share of the traffic
 * grows while the load changes is not mistaken for one that fails more. Overdispersion is the sum
 * of squared deviations from that expectation (under the ratio estimated from the windows before)
 * over the sum of the binomial variances, at least 1; shared drift of the load cancels in it. It is
 * multiplied by the variance factor of the {@link Autocorrelation} of the deviations, as far as
 * there is a surplus over 1 that can drift: Poisson noise cannot. It is widened while there are few
 * windows, and the surplus while few of them have most of the events, as if these were all: of what
 * comes in bursts that short windows seldom see, one burst must not be taken for a rate.
 *
 * @param windows in which both groups were exposed
 * @param baseline events
 * @param canary events
 * @param expected events of the canary under equal rates
 * @param baselineExposure requests, CPU seconds or process seconds
 * @param canaryExposure the same
 * @param squares sum of squared deviations
 * @param variances sum of binomial variances
 * @param totalSquares sum of squared totals
 * @param neighbours autocorrelation of the deviations
 */
record EventTally(
    long windows,
    double baseline,
    double canary,
    double expected,
    double baselineExposure,
    double canaryExposure,
    double squares,
    double variances,
    double totalSquares,
    Autocorrelation neighbours) {
  static final EventTally EMPTY = new EventTally(0, 0, 0, 0, 0, 0, 0, 0, 0, Autocorrelation.EMPTY);

  /** No verdict before this many windows. */
  static final int MIN_WINDOWS = RunningMean.MIN_VALUES;

  private static final double SMALLEST_SHARE = 1e-9;

  /** The state after one window; a window in which a group was not exposed changes nothing. */
  EventTally plus(double newBaseline, double newCanary, double exposureB, double exposureC) {
    if (!(exposureB > 0 && exposureC > 0)) {
      return this;
    }
    double share = within(exposureC / (exposureB + exposureC));
    double total = newBaseline + newCanary;
    Deviation d = deviation(newCanary, total, share);
    return new EventTally(
        windows + 1,
        baseline + newBaseline,
        canary + newCanary,
        expected + total * share,
        baselineExposure + exposureB,
        canaryExposure + exposureC,
        squares + d.value * d.value,
        variances + d.variance,
        totalSquares + total * total,
        neighbours.plus(d.value));
  }

  boolean settled() {
    return windows >= MIN_WINDOWS;
  }

  double events() {
    return baseline + canary;
  }

  /** The canary's share of the exposure, weighted by events; a half when there was none. */
  double share() {
    if (events() > 0) {
      return within(expected / events());
    }
    double exposure = baselineExposure + canaryExposure;
    return exposure > 0 ? within(canaryExposure / exposure) : 0.5;
  }

  /** A share next to nothing or to all is kept apart from it. */
  private static double within(double share) {
    return Math.min(Math.max(share, SMALLEST_SHARE), 1 - SMALLEST_SHARE);
  }

  /** Variance over mean of the events, in the long run; 1 for a Poisson process. */
  double overdispersion() {
    double few = RunningMean.widening(windows);
    if (!(variances > 0 && squares > 0 && windows > Autocorrelation.LAGS)) {
      return few * few;
    }
    double single = squares / variances;
    double drifting = single * neighbours.varianceFactor(windows, 0, squares);
    double most = 1 + (single - 1) * Autocorrelation.MAXIMUM_FACTOR;
    double fewBursts = RunningMean.widening(effectiveWindows());
    return few * few + fewBursts * fewBursts * Math.max(0, Math.min(drifting, most) - 1);
  }

  /** So many windows with as many events each would have the same sums (Kish's effective size). */
  private double effectiveWindows() {
    return events() * events() / totalSquares;
  }

  /** The comparison of rates, with events divided by their overdispersion. */
  RateRatio ratio() {
    double phi = overdispersion();
    return new RateRatio(baseline / phi, canary / phi, share());
  }

  /** The comparison of rates as if events were independent. */
  RateRatio plainRatio() {
    return new RateRatio(baseline, canary, share());
  }

  private Deviation deviation(double newCanary, double total, double windowShare) {
    if (!(events() > 0 && total > 0)) {
      return new Deviation(0, 0);
    }
    double odds =
        (canary + RateRatio.PRIOR * share())
            / (baseline + RateRatio.PRIOR * (1 - share()))
            * ((1 - share()) / share());
    double q = windowShare * odds / (1 - windowShare + windowShare * odds);
    double variance = total * q * (1 - q);
    // The expectation is itself estimated from the events before: that widens the deviation.
    double known = Math.sqrt(events() / (events() + total));
    return new Deviation((newCanary - total * q) * known, variance);
  }

  private record Deviation(double value, double variance) {}
}
