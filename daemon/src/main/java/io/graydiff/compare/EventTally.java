package io.graydiff.compare;

/**
 * Events of both groups against one kind of exposure, with their overdispersion, in constant
 * memory. Immutable.
 *
 * <p>Given the total of a window, the canary's events are binomial around {@code total x share}.
 * The shares are averaged with the totals as weights, so that a canary whose share of the traffic
 * grows while the load changes is not mistaken for one that fails more. Overdispersion is the sum
 * of squared deviations from that expectation (under the ratio estimated from the windows before)
 * over the sum of the binomial variances, at least 1; shared drift of the load cancels in it. Where
 * deviations of neighbouring windows agree, beyond what chance explains, it is multiplied by {@code
 * (1+r)/(1-r)}.
 *
 * @param windows in which both groups were exposed
 * @param baseline events
 * @param canary events
 * @param expected events of the canary under equal rates
 * @param baselineExposure requests, CPU seconds or process seconds
 * @param canaryExposure the same
 * @param residuals windows that count for the overdispersion
 * @param squares sum of squared deviations
 * @param variances sum of binomial variances
 * @param lagged sum of products of neighbouring deviations
 * @param last the newest deviation
 */
record EventTally(
    long windows,
    double baseline,
    double canary,
    double expected,
    double baselineExposure,
    double canaryExposure,
    long residuals,
    double squares,
    double variances,
    double lagged,
    double last) {
  static final EventTally EMPTY = new EventTally(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** No verdict before this many windows. */
  static final int MIN_WINDOWS = RunningMean.MIN_VALUES;

  private static final double MAX_AUTOCORRELATION = 0.97;

  /** The state after one window; a window in which a group was not exposed changes nothing. */
  EventTally plus(double newBaseline, double newCanary, double exposureB, double exposureC) {
    if (!(exposureB > 0 && exposureC > 0)) {
      return this;
    }
    double share = exposureC / (exposureB + exposureC);
    double total = newBaseline + newCanary;
    Deviation d = deviation(newCanary, total, share);
    return new EventTally(
        windows + 1,
        baseline + newBaseline,
        canary + newCanary,
        expected + total * share,
        baselineExposure + exposureB,
        canaryExposure + exposureC,
        residuals + (d.variance > 0 ? 1 : 0),
        squares + d.value * d.value,
        variances + d.variance,
        lagged + d.value * last,
        d.value);
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
      return expected / events();
    }
    double exposure = baselineExposure + canaryExposure;
    return exposure > 0 ? canaryExposure / exposure : 0.5;
  }

  /** Variance over mean of the events, 1 for a Poisson process. */
  double overdispersion() {
    if (!(variances > 0 && squares > 0)) {
      return 1;
    }
    double chance = 1 / Math.sqrt(residuals);
    double r = Math.min(Math.max(lagged / squares - chance, 0), MAX_AUTOCORRELATION);
    return Math.max(1, squares / variances * (1 + r) / (1 - r));
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
