package io.graydiff.fleet;

/** Differences of counters along a grid. */
final class Counter {
  private Counter() {}

  /**
   * What a counter grew by from the point before to this one; negative when it fell. A counter that
   * appears has counted from zero: its agent was there before, or the unit would not be looked at.
   */
  static double grown(double[] values, int point) {
    double now = values[point];
    if (Double.isNaN(now)) {
      return 0;
    }
    double before = values[point - 1];
    return Double.isNaN(before) ? now : now - before;
  }
}
