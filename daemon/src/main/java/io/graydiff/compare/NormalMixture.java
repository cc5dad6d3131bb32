package io.graydiff.compare;

/**
 * The boundary of a confidence sequence for a mean: an interval that holds at every look at once.
 *
 * <p>Asymptotic confidence sequence by the normal mixture, Waudby-Smith, Arbour, Sinha, Kennedy and
 * Ramdas (arXiv 2103.06476), one-sided form (twice alpha in the two-sided one). Pure functions; the
 * intrinsic time is the number of observations for a mean and the sum of squares of the regressor
 * for a slope.
 *
 * @param rhoSquared the mixing precision: at what intrinsic time the interval is tightest
 * @param alpha one-sided error
 */
record NormalMixture(double rhoSquared, double alpha) {

  /** The boundary that is tightest at this intrinsic time. */
  static NormalMixture tightestAt(double time, double alpha) {
    double twoSided = 2 * alpha;
    double logInverse = -2 * Math.log(twoSided);
    return new NormalMixture((logInverse + Math.log(1 + logInverse)) / time, alpha);
  }

  /** Half-width of the interval on the mean, in units of the standard deviation of one unit. */
  double radius(double time) {
    double scaled = time * rhoSquared;
    return Math.sqrt(
        2 * (scaled + 1) / (time * scaled) * Math.log(Math.sqrt(scaled + 1) / (2 * alpha)));
  }

  /**
   * Log of the e-value against a mean of zero, two-sided: the likelihood ratio mixed over a normal
   * prior with precision {@code 1 / rhoSquared}.
   *
   * @param time intrinsic time
   * @param mean the estimate, in units of the standard deviation of one unit
   */
  double logEvidence(double time, double mean) {
    double scaled = time * rhoSquared;
    double sum = time * mean;
    return sum * sum * rhoSquared / (2 * (scaled + 1)) - 0.5 * Math.log(scaled + 1);
  }
}
