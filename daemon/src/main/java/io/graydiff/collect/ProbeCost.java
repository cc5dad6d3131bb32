package io.graydiff.collect;

import io.graydiff.gobinary.Placement;

/**
 * What one probe hit costs the process that makes it, on this machine.
 *
 * @param cheapNanos where the kernel emulates the probed instruction
 * @param dearNanos where it steps it out of line
 */
public record ProbeCost(double cheapNanos, double dearNanos) {

  /** The cost of a hit at that placement, in nanoseconds. */
  public double nanos(Placement placement) {
    return placement == Placement.CHEAP ? cheapNanos : dearNanos;
  }
}
