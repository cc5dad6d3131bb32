package io.graydiff.collect;

/**
 * What it costs to open a group of probes for a while, as learned from its windows: so much for
 * each second, and so much for attaching and detaching, during which the probes are hit as well.
 * Nanoseconds of the observed processes' CPU time. For one thread.
 */
final class WindowCost {
  private static final double SMOOTHING = 0.3;
  private static final double SHORTEST_TO_LEARN_FROM = 1e6;

  private double perSecond = Double.NaN;
  private double perOpening;

  boolean isKnown() {
    return !Double.isNaN(perSecond);
  }

  /** What an open second costs; NaN while nobody knows. */
  double perSecond() {
    return perSecond;
  }

  /** What a window of this length costs, with what comes before and after it. */
  double of(double windowNanos) {
    return perOpening + perSecond * windowNanos / 1e9;
  }

  /** For how long a window this pays; negative for none. */
  double nanosFor(double money) {
    return (money - perOpening) / Math.max(perSecond, 1) * 1e9;
  }

  /**
   * Believes a forecast until a window has shown better.
   *
   * @param aroundNanos for how long probes are hit before and after a window
   */
  void suppose(double costPerSecond, double aroundNanos) {
    perSecond = costPerSecond;
    perOpening = costPerSecond * aroundNanos / 1e9;
  }

  /**
   * Learns from a window that was; quickly what is dearer than thought, slowly what is cheaper.
   *
   * @param within what the hits in the window cost
   * @param windowNanos its length
   * @param around what the hits before and after it cost
   */
  void learn(double within, double windowNanos, double around) {
    if (windowNanos < SHORTEST_TO_LEARN_FROM) {
      return;
    }
    perSecond = next(perSecond, within / windowNanos * 1e9);
    perOpening = next(perOpening, around);
  }

  private static double next(double before, double measured) {
    return Double.isNaN(before)
        ? measured
        : Math.max(measured, before + SMOOTHING * (measured - before));
  }
}
