package io.graydiff.compare;

import java.util.Optional;
import java.util.function.DoubleFunction;

/**
 * What a statistic looks like with processes as the units, by which a verdict on the groups has to
 * be borne out. The intervals are worked out only where something hangs on them.
 *
 * @param interval by a one-sided error; empty with fewer than two processes a side
 * @param yardstick by which the groups are judged
 */
record OverProcesses(DoubleFunction<Optional<Bounds>> interval, Yardstick yardstick) {

  /**
   * Whether the processes of each group differ too much for this verdict on the groups: at the
   * level of one statistic, since the interval of the groups already takes account of how many
   * there are.
   */
  boolean contradict(Verdict verdict) {
    boolean strong = verdict == Verdict.REGRESSION || verdict == Verdict.IMPROVEMENT;
    return strong
        && interval
            .apply(yardstick.alpha())
            .filter(bounds -> yardstick.verdict(bounds) != verdict)
            .isPresent();
  }

  /**
   * There is no evidence of a change where the processes of one group differ as much: at the level
   * divided by the number of statistics, since no tolerance guards the list of what has changed.
   */
  double evidence(double log) {
    boolean covered =
        log > 0
            && interval
                .apply(yardstick.regressionAlpha())
                .filter(bounds -> bounds.low() <= 1 && bounds.high() >= 1)
                .isPresent();
    return covered ? 0 : log;
  }
}
