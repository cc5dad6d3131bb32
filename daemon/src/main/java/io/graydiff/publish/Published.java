package io.graydiff.publish;

import io.graydiff.compare.ComparisonResult;
import io.graydiff.window.Measures;
import java.time.Instant;
import java.util.List;

/**
 * One comparison as it stands after a window: all that any output needs. Immutable.
 *
 * @param result figures, changes and verdicts
 * @param baseline everything measured of the baseline since the comparison began
 * @param canary everything measured of the canary since the comparison began
 * @param verdictAt wall-clock time at which the verdict was formed
 * @param aaFalseAlarms how often the same engine alarmed on two halves of the baseline
 * @param aaTrials how many such comparisons have ended, with an alarm or without
 * @param probes state of the probes, one entry for each signal and placement
 */
public record Published(
    ComparisonResult result,
    Measures baseline,
    Measures canary,
    Instant verdictAt,
    long aaFalseAlarms,
    long aaTrials,
    List<ProbeStatus> probes) {

  public Published {
    probes = List.copyOf(probes);
  }

  /** The name of the comparison. */
  public String name() {
    return result.comparison();
  }

  /** Mean length of a window so far, 0 before one has closed. */
  public double windowSeconds() {
    return result.windowSeconds();
  }
}
