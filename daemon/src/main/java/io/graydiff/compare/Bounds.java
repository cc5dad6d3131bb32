package io.graydiff.compare;

import io.graydiff.signal.Worse;

/**
 * An interval on the ratio canary over baseline, each end at the level of the decision that it
 * takes: the end that can call a regression at the corrected level, the end that can call a pass at
 * alpha.
 *
 * @param low 0 when unbounded, NaN before there is an interval
 * @param high +infinity when unbounded, NaN before there is an interval
 */
record Bounds(double low, double high) {
  /** There are too few data for an interval. */
  static final Bounds NONE = new Bounds(Double.NaN, Double.NaN);

  /** The verdict that this interval supports. */
  Verdict verdict(double tolerance, Worse worse) {
    double top = 1 + tolerance;
    double bottom = 1 / top;
    return switch (worse) {
      case HIGHER -> oneSided(low, high, bottom, top);
      case LOWER -> oneSided(1 / high, 1 / low, bottom, top);
      case EITHER -> {
        if (low > top || high < bottom) {
          yield Verdict.REGRESSION;
        }
        yield low > bottom && high < top ? Verdict.PASS : Verdict.INCONCLUSIVE;
      }
    };
  }

  private static Verdict oneSided(double low, double high, double bottom, double top) {
    if (low > top) {
      return Verdict.REGRESSION;
    }
    if (high < bottom) {
      return Verdict.IMPROVEMENT;
    }
    return high < top ? Verdict.PASS : Verdict.INCONCLUSIVE;
  }
}
