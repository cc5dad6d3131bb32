package io.graydiff.compare;

/**
 * What the statistics of one series are measured by.
 *
 * @param settings of the signal
 * @param alpha level of a pass
 * @param regressionAlpha level of a regression, divided by the number of statistics and signals
 * @param expectedWindows the comparison is planned for
 * @param windows seen so far
 * @param resolution floor of the series
 * @param singleProcess whether a group has but one process
 */
record Yardstick(
    SignalSettings settings,
    double alpha,
    double regressionAlpha,
    int expectedWindows,
    long windows,
    Resolution resolution,
    boolean singleProcess) {

  /**
   * The intervals are tightest at a third of the planned length: that costs 2 % of width at its end
   * and finds large changes sooner.
   */
  private static final double TIGHTEST_SHARE = 1 / 3.0;

  /** The same with a tolerance of at least that. */
  Yardstick withTolerance(double least) {
    return new Yardstick(
        settings.withTolerance(least),
        alpha,
        regressionAlpha,
        expectedWindows,
        windows,
        resolution,
        singleProcess);
  }

  Levels levels() {
    return Levels.of(alpha, regressionAlpha, settings.worse());
  }

  /** Of an interval each end of which has the level of a signal that is looked at alone. */
  Levels alone() {
    return Levels.of(alpha, alpha, settings.worse());
  }

  /** The number of windows at which intervals are tightest. */
  double horizon() {
    return Math.max(RunningMean.MIN_VALUES, expectedWindows * TIGHTEST_SHARE);
  }

  /** How many of something there will be at the planned end, going on as so far. */
  double projected(double soFar) {
    return soFar * Math.max(1, expectedWindows / (double) Math.max(1, windows));
  }

  Verdict verdict(Bounds bounds) {
    return bounds.verdict(settings.tolerance(), settings.worse());
  }

  /** Whether this interval shows that the canary is not much worse. */
  boolean isWithinMargin(Bounds bounds) {
    return bounds.verdict(settings.margin(), settings.worse()).gauge() > 0;
  }

  Change change(String statistic, double ratio, Bounds bounds, Verdict verdict) {
    return new Change(statistic, ratio, bounds.low(), bounds.high(), settings.tolerance(), verdict);
  }
}
