package io.graydiff.compare;

import java.util.List;

/**
 * All that a {@link ComparisonEngine} knows, made of records, lists, maps by name, numbers and
 * strings alone, so that any mapper that takes records by their components can save it (with
 * Jackson: AUTO_DETECT_IS_GETTERS disabled). It holds no settings: a comparison goes on from the
 * same state with other tolerances, and only signals that were not compared before begin anew.
 *
 * @param version of this layout; see {@link #VERSION}
 * @param windows accepted so far
 * @param seconds their length
 * @param settling ages of the processes
 * @param distributions state by series
 * @param counts state by signal
 * @param amounts state by signal
 * @param levels state by signal
 * @param baseline all windows together
 * @param canary all windows together
 * @param baselineServed see {@link Totals}
 * @param canaryServed see {@link Totals}
 */
public record EngineState(
    int version,
    long windows,
    double seconds,
    Settling settling,
    List<DistributionTally> distributions,
    List<CountTally> counts,
    List<AmountTally> amounts,
    List<LevelTally> levels,
    SavedMeasures baseline,
    SavedMeasures canary,
    SavedMeasures baselineServed,
    SavedMeasures canaryServed) {

  /** The layout that this build writes and reads. */
  public static final int VERSION = 3;

  public EngineState {
    distributions = List.copyOf(distributions);
    counts = List.copyOf(counts);
    amounts = List.copyOf(amounts);
    levels = List.copyOf(levels);
  }

  /** Whether this build can go on from the state. */
  public boolean readable() {
    return version == VERSION;
  }
}
