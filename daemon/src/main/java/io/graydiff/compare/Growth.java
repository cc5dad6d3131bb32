package io.graydiff.compare;

/**
 * Whether a level of the canary grows against the baseline's: the least-squares slope of the log
 * ratio over windows, with an interval that holds at every look. Immutable, constant memory.
 *
 * <p>The numerator of a least-squares slope grows by {@code (x - mean x before) x (forecast error)}
 * with each point: a sum of weighted one-step errors, so the boundary for a mean holds with the sum
 * of squares of x as its intrinsic time. Its deviation is the long-run one of the standardised
 * one-step errors (recursive residuals: Brown, Durbin and Evans 1975).
 *
 * <p>A process that fills its caches grows too, for a while. So growth counts only while it goes
 * on: the slope of the newer part (since the last doubling) must be at least half of the whole.
 *
 * @param line through all points since the groups last changed
 * @param errors standardised one-step errors
 * @param newer line through the points since the last doubling
 * @param before line through the points of the doubling before
 */
record Growth(LineFit line, RunningMean errors, LineFit newer, LineFit before) {
  static final Growth EMPTY =
      new Growth(LineFit.EMPTY, RunningMean.EMPTY, LineFit.EMPTY, LineFit.EMPTY);

  private static final int FIRST_DOUBLING = 16;
  private static final int ENOUGH_NEWER = 8;
  private static final double LASTING_SHARE = 0.5;
  private static final double MAX_LOG = 700;

  /** The state after one window. */
  Growth plus(double window, double logRatio) {
    double y = logRatio;
    RunningMean nextErrors = errors;
    if (line.count() >= 2) {
      double factor = line.forecastFactor(window);
      double error = errors.clipped((logRatio - line.at(window)) / factor);
      nextErrors = errors.plus(error);
      y = line.at(window) + error * factor;
    }
    LineFit nextLine = line.plus(window, y);
    boolean doubled = line.count() >= FIRST_DOUBLING && Long.bitCount(line.count()) == 1;
    return new Growth(
        nextLine,
        nextErrors,
        doubled ? LineFit.EMPTY.plus(window, y) : newer.plus(window, y),
        doubled ? newer : before);
  }

  /** The factor by which the canary grows against the baseline over so many windows. */
  double factor(double horizon) {
    return exp(line.slope() * horizon);
  }

  /** The interval on {@link #factor}; none before there are enough windows. */
  Bounds bounds(Levels levels, double horizon) {
    if (!errors.settled()) {
      return Bounds.NONE;
    }
    double time = sumOfSquares(Math.max(RunningMean.MIN_VALUES, horizon));
    double low = reach(NormalMixture.tightestAt(time, levels.low()), line.sxx());
    double high = reach(NormalMixture.tightestAt(time, levels.high()), line.sxx());
    return new Bounds(exp((line.slope() - low) * horizon), exp((line.slope() + high) * horizon));
  }

  /**
   * The factor from the estimate to the upper end of the interval, as it will be when so many
   * windows more were seen, if the noise stays as it is: infinite where even those are too few for
   * an interval, and 1 while the noise is not known.
   */
  double reachAfter(double furtherWindows, double horizon, double alpha) {
    double windows = line.count() + furtherWindows;
    if (!errors.settled()) {
      return windows < RunningMean.MIN_VALUES ? Double.POSITIVE_INFINITY : 1;
    }
    double time = sumOfSquares(Math.max(RunningMean.MIN_VALUES, horizon));
    return exp(reach(NormalMixture.tightestAt(time, alpha), sumOfSquares(windows)) * horizon);
  }

  /** Of the numbers of so many windows about their mean. */
  private static double sumOfSquares(double windows) {
    return windows * windows * windows / 12;
  }

  /** Whether the newer part still moves as the whole does. */
  boolean lasts() {
    LineFit recent = newer.count() >= ENOUGH_NEWER ? newer : before;
    return recent.count() >= ENOUGH_NEWER && recent.slope() / line.slope() >= LASTING_SHARE;
  }

  /** Log of the e-value against no growth. */
  double logEvidence(double horizon) {
    double deviation = errors.longRunDeviation();
    if (!errors.settled() || !(deviation > 0)) {
      return 0;
    }
    return NormalMixture.tightestAt(sumOfSquares(horizon), 0.01)
        .logEvidence(line.sxx(), line.slope() / deviation);
  }

  private double reach(NormalMixture mixture, double time) {
    return errors.longRunDeviation() * mixture.radius(time);
  }

  private static double exp(double log) {
    return Math.exp(Math.max(-MAX_LOG, Math.min(MAX_LOG, log)));
  }
}
