package io.graydiff.publish;

import io.graydiff.signal.Signal;
import java.util.Locale;

/**
 * The state of the probes that serve one signal with one placement.
 *
 * @param signal what they measure
 * @param placement how dear a hit is
 * @param sites instructions that carry a probe
 * @param hits probe executions since the agent began
 * @param duty the share of time for which the probes count, 0 to 1
 * @param cutOffs windows that ended early because they cost more than they might
 * @param costSeconds CPU time that the hits took from the processes that made them
 */
public record ProbeStatus(
    Signal signal,
    Placement placement,
    int sites,
    long hits,
    double duty,
    long cutOffs,
    double costSeconds) {

  /** What a probe hit costs, by the instruction under it. */
  public enum Placement {
    /** The kernel emulates the instruction: one trap a hit. */
    CHEAP,
    /** The instruction is stepped out of line: two traps a hit. */
    DEAR;

    /** The spelling in labels. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
