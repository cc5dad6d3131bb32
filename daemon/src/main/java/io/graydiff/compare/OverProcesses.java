package io.graydiff.compare;

import java.util.Optional;
import java.util.function.DoubleFunction;

/**
 * What a statistic looks like with processes as the units, by which a verdict on the groups has to
 * be borne out.
 *
 * @param usual interval at the level of one statistic, for verdicts, whose other interval already
 *     takes account of how many there are; empty with fewer than two processes a side
 * @param corrected interval at the level divided by the number of statistics, for the list of what
 *     has changed at all, which no tolerance guards
 */
record OverProcesses(Optional<Bounds> usual, Optional<Bounds> corrected) {

  /** By a function from a one-sided error to an interval. */
  static OverProcesses of(DoubleFunction<Optional<Bounds>> interval, Yardstick yardstick) {
    return new OverProcesses(
        interval.apply(yardstick.alpha()), interval.apply(yardstick.regressionAlpha()));
  }

  /** Whether the processes of each group differ too much for this verdict on the groups. */
  boolean contradict(Verdict verdict, Yardstick yardstick) {
    boolean strong = verdict == Verdict.REGRESSION || verdict == Verdict.IMPROVEMENT;
    return strong && usual.isPresent() && yardstick.verdict(usual.get()) != verdict;
  }

  /** There is no evidence of a change where the processes of one group differ as much. */
  double evidence(double log) {
    boolean covered =
        corrected.isPresent() && corrected.get().low() <= 1 && corrected.get().high() >= 1;
    return covered ? Math.min(log, 0) : log;
  }
}
