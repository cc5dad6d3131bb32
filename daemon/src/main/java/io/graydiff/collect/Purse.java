package io.graydiff.collect;

/**
 * What one group of probes may spend: it earns a part of the budget all the time, and pays for
 * every hit. Nanoseconds of the observed processes' CPU time; less than zero is a debt. For one
 * thread.
 */
final class Purse {
  /** Unspent budget is kept for so long, or until it pays for what is saved for. */
  private static final double KEPT_SECONDS = 6;

  private static final double KEPT_GOALS = 1.5;

  /** Gifts come in lumps; what may be spent all the time is their mean over so long. */
  private static final double GIFTS_OVER_SECONDS = 15;

  private double nanos;
  private double earnedPerSecond;
  private double giftsPerSecond;

  /**
   * Takes its part of the budget.
   *
   * @param goal what it saves for
   * @return what it cannot keep
   */
  double credit(double earned, double seconds, double goal) {
    earnedPerSecond = earned / seconds;
    giftsPerSecond *= Math.exp(-seconds / GIFTS_OVER_SECONDS);
    nanos += earned;
    double kept = Math.max(incomePerSecond() * KEPT_SECONDS, goal * KEPT_GOALS);
    double surplus = Math.max(0, nanos - kept);
    nanos -= surplus;
    return surplus;
  }

  /** Takes what others could not keep. */
  void gift(double given) {
    nanos += given;
    giftsPerSecond += given / GIFTS_OVER_SECONDS;
  }

  void pay(double cost) {
    nanos -= cost;
  }

  double nanos() {
    return nanos;
  }

  double incomePerSecond() {
    return earnedPerSecond + giftsPerSecond;
  }
}
