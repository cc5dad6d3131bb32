package io.graydiff.compare;

import io.graydiff.signal.Worse;

/**
 * The one-sided error of each end of an interval. A regression of any statistic of any signal
 * counts against the canary, so its level is divided by their number (Bonferroni). A pass takes all
 * signals together, so each may use alpha whole.
 *
 * @param low of the lower end
 * @param high of the upper end
 */
record Levels(double low, double high) {
  static Levels of(double alpha, double regressionAlpha, Worse worse) {
    return switch (worse) {
      case HIGHER -> new Levels(regressionAlpha, alpha);
      case LOWER -> new Levels(alpha, regressionAlpha);
      case EITHER -> new Levels(regressionAlpha / 2, regressionAlpha / 2);
    };
  }
}
