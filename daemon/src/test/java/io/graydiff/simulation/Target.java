package io.graydiff.simulation;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What a watch is to reach.
 *
 * @param mostAlarms where nothing has got worse: the greatest share of runs that may alarm
 * @param leastAlarms where something has: the least share of runs that must
 * @param medianWindows and the median delay
 */
record Target(OptionalDouble mostAlarms, OptionalDouble leastAlarms, OptionalInt medianWindows) {

  static Target atMost(double share) {
    return new Target(OptionalDouble.of(share), OptionalDouble.empty(), OptionalInt.empty());
  }

  static Target atLeast(double share, int medianWindows) {
    return new Target(
        OptionalDouble.empty(), OptionalDouble.of(share), OptionalInt.of(medianWindows));
  }

  static Target atLeast(double share) {
    return new Target(OptionalDouble.empty(), OptionalDouble.of(share), OptionalInt.empty());
  }

  boolean reachedBy(Tally tally) {
    double share = tally.alarms() / (double) tally.runs();
    return (mostAlarms.isEmpty() || share <= mostAlarms.getAsDouble())
        && (leastAlarms.isEmpty() || share >= leastAlarms.getAsDouble())
        && (medianWindows.isEmpty() || tally.delay(0.5) <= medianWindows.getAsInt());
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    mostAlarms.ifPresent(s -> text.append("<= ").append(percent(s)));
    leastAlarms.ifPresent(s -> text.append(">= ").append(percent(s)));
    medianWindows.ifPresent(w -> text.append(", median <= ").append(w));
    return text.toString();
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * share);
  }
}
