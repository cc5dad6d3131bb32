package io.graydiff.compare;

import org.apache.commons.numbers.gamma.LogBeta;
import org.apache.commons.numbers.gamma.RegularizedBeta;

/**
 * Compares two event rates at every look: given the total, the canary's events are binomial with
 * its share of the exposure, and a beta mixture over that share gives an e-value.
 *
 * <p>Lindon and Malek, Anytime-valid inference for multinomial count data (NeurIPS 2022); the
 * one-sided form truncates the mixture at the tested share. Pure functions. Counts may be
 * fractional (events divided by their overdispersion); more than {@value #MAX_EVENTS} events are
 * scaled down, which makes the interval wider (to 0.4 %), never narrower.
 *
 * @param baseline events of the baseline
 * @param canary events of the canary
 * @param share the canary's share of the exposure, strictly between 0 and 1
 */
record RateRatio(double baseline, double canary, double share) {
  /** Weight of the prior, in events: sharp enough for sparse counts. */
  static final double PRIOR = 4;

  static final double MAX_EVENTS = 1e6;

  /** Evidence is cut off here so that it stays a finite number. */
  private static final double MAX_LOG = 700;

  private static final double MAX_LOG_RATIO = 30;
  private static final double TYPICAL_RADIUS = 3;
  private static final double PRECISION = 1e-11;
  private static final int MOST_LOOKS = 60;

  RateRatio {
    if (!(share > 0 && share < 1)) {
      throw new IllegalArgumentException("share of exposure " + share + " is not in (0, 1)");
    }
    if (!(baseline >= 0 && canary >= 0)) {
      throw new IllegalArgumentException("events " + baseline + " and " + canary);
    }
    double events = baseline + canary;
    double scale = events > MAX_EVENTS ? MAX_EVENTS / events : 1;
    baseline = events > MAX_EVENTS ? baseline * scale : baseline;
    canary = events > MAX_EVENTS ? canary * scale : canary;
  }

  /** Canary over baseline per exposure; +infinity when only the canary has events, NaN at 0/0. */
  double estimate() {
    return canary / baseline * ((1 - share) / share);
  }

  /** Log of the e-value against equal rates, two-sided. */
  double logEvidence() {
    return clamp(logMixture(share));
  }

  /** Log of the e-value against a ratio of at most this. */
  double logEvidenceAbove(double ratio) {
    double bound = shareAt(ratio);
    double prior = RegularizedBeta.complement(bound, PRIOR * share, PRIOR * (1 - share));
    double posterior =
        RegularizedBeta.complement(bound, PRIOR * share + canary, PRIOR * (1 - share) + baseline);
    return clamp(logMixture(bound) + Math.log(posterior) - Math.log(prior));
  }

  /** The lower end of the one-sided sequence of intervals at this level. */
  double lowerBound(double alpha) {
    if (canary <= 0) {
      return 0;
    }
    double wanted = -Math.log(alpha);
    double high = baseline > 0 ? clampLogRatio(Math.log(estimate())) : MAX_LOG_RATIO;
    // No likelihood is greater than that of the estimate: against it the e-value is 1 at most.
    double below = -wanted;
    double step = TYPICAL_RADIUS * Math.sqrt(1 / canary + 1 / (1 + baseline));
    double low = Math.max(high - step, -MAX_LOG_RATIO);
    double above = logEvidenceAbove(Math.exp(low)) - wanted;
    while (above < 0) {
      if (low <= -MAX_LOG_RATIO) {
        return 0;
      }
      high = low;
      below = above;
      step *= 2;
      low = Math.max(low - step, -MAX_LOG_RATIO);
      above = logEvidenceAbove(Math.exp(low)) - wanted;
    }
    return Math.exp(crossing(wanted, new End(low, above), new End(high, below)));
  }

  /**
   * An end of what is searched.
   *
   * @param at log ratio
   * @param surplus of evidence against it
   */
  private record End(double at, double surplus) {}

  /**
   * The largest log ratio against which there is so much evidence, but for {@value #PRECISION}: by
   * false position, which takes a third of the looks of halving, in the Illinois form: an end that
   * stays is taken for half as far away, so that both ends move.
   *
   * @param from against it there is as much
   * @param to against it there is less
   */
  private double crossing(double wanted, End from, End to) {
    double low = from.at;
    double high = to.at;
    double above = from.surplus;
    double below = to.surplus;
    boolean movedLow = false;
    boolean movedHigh = false;
    for (int i = 0; i < MOST_LOOKS && above > 0 && high - low > PRECISION; i++) {
      double middle = low + (high - low) * above / (above - below);
      double at = logEvidenceAbove(Math.exp(middle)) - wanted;
      if (at >= 0) {
        low = middle;
        above = at;
        below = movedLow ? below / 2 : below;
      } else {
        high = middle;
        below = at;
        above = movedHigh ? above / 2 : above;
      }
      movedLow = at >= 0;
      movedHigh = at < 0;
    }
    return low;
  }

  /** The upper end of the one-sided sequence of intervals at this level. */
  double upperBound(double alpha) {
    return 1 / swapped().lowerBound(alpha);
  }

  /** The comparison the other way round. */
  RateRatio swapped() {
    return new RateRatio(canary, baseline, 1 - share);
  }

  private double shareAt(double ratio) {
    return share * ratio / (1 - share + share * ratio);
  }

  private double logMixture(double tested) {
    double a = PRIOR * share;
    double b = PRIOR * (1 - share);
    return LogBeta.value(a + canary, b + baseline)
        - LogBeta.value(a, b)
        - canary * Math.log(tested)
        - baseline * Math.log1p(-tested);
  }

  private static double clampLogRatio(double value) {
    return Math.max(-MAX_LOG_RATIO, Math.min(MAX_LOG_RATIO, value));
  }

  private static double clamp(double value) {
    return Double.isNaN(value) ? -MAX_LOG : Math.max(-MAX_LOG, Math.min(MAX_LOG, value));
  }
}
