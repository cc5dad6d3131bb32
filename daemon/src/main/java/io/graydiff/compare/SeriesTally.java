package io.graydiff.compare;

import io.graydiff.window.Series;
import io.graydiff.window.Window;
import java.util.List;

/**
 * All that is kept of one series. Immutable records in constant memory: they are the saved state.
 */
sealed interface SeriesTally permits DistributionTally, CountTally, AmountTally, LevelTally {
  Series series();

  /**
   * The state after one window more.
   *
   * @param window without processes that have not settled
   * @param changed whether a process came or went
   */
  SeriesTally plus(Window window, boolean changed);

  /** Judges each statistic. */
  List<Judgement> judge(Yardstick yardstick, Totals totals);

  /** The figures of both groups. */
  Pair<GroupSummary> summary(Totals totals);

  /** Whether anything was seen in either group. */
  boolean hasData(Totals totals);

  /** How many statistics share the level of the signal. */
  int statistics();

  /**
   * A thing of each group.
   *
   * @param baseline of the baseline
   * @param canary of the canary
   */
  record Pair<T>(T baseline, T canary) {}
}
