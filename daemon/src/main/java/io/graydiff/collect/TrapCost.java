package io.graydiff.collect;

import io.graydiff.gobinary.Placement;
import io.graydiff.kernel.Attacher;
import io.graydiff.kernel.KernelException;
import io.graydiff.kernel.ProgramSites;
import io.graydiff.kernel.UprobeLink;
import java.io.IOException;
import java.util.List;

/**
 * What a hit takes of the CPU time of the process that makes it before its program does anything,
 * as the calibration's helper finds out by executing an instruction that is probed, and one that is
 * not, in turn. What the process does between two hits displaces the kernel's path from the caches;
 * where hits come close upon each other they cost less.
 *
 * @param cheapNanos where the kernel emulates the probed instruction
 * @param dearNanos where it steps it out of line
 * @param nearCheapNanos close upon another hit, where it emulates
 * @param nearDearNanos close upon another hit, where it steps
 */
public record TrapCost(
    double cheapNanos, double dearNanos, double nearCheapNanos, double nearDearNanos) {
  /**
   * A process that works for so long finds nothing of the kernel's path. Between that and nothing
   * the cost is taken to rise in proportion, which is what deploy/bench/calibrated.sh shows.
   */
  private static final double DISTANT_NANOS = 10_000;

  /** Hits that always cost the same. */
  static TrapCost constant(double cheapNanos, double dearNanos) {
    return new TrapCost(cheapNanos, dearNanos, cheapNanos, dearNanos);
  }

  /**
   * Attaches what {@link #measure} takes.
   *
   * @throws KernelException when the helper cannot be probed
   */
  static UprobeLink attach(Attacher attacher, CalibrationHelper helper) throws KernelException {
    return attacher
        .uprobes(
            helper.path(),
            List.of(ProgramSites.of("nothing", helper.site("GDCHEAP:"), helper.site("GDDEAR::"))))
        .attach();
  }

  /**
   * Measures; takes less than a tenth of a second of CPU time.
   *
   * @throws IOException when the helper does not answer
   */
  static TrapCost measure(CalibrationHelper helper) throws IOException {
    return new TrapCost(
        helper.nanosOfTrap('c'),
        helper.nanosOfTrap('d'),
        helper.nanosOfTrap('C'),
        helper.nanosOfTrap('D'));
  }

  /**
   * The cost of a hit at that placement.
   *
   * @param apartNanos CPU time that the process uses from one hit to the next, in the mean
   */
  double nanos(Placement placement, double apartNanos) {
    double distance = Math.min(1, apartNanos / DISTANT_NANOS);
    return placement == Placement.CHEAP
        ? nearCheapNanos + distance * (cheapNanos - nearCheapNanos)
        : nearDearNanos + distance * (dearNanos - nearDearNanos);
  }

  /** The dearer of both, by placement and distance. */
  TrapCost max(TrapCost other) {
    return new TrapCost(
        Math.max(cheapNanos, other.cheapNanos),
        Math.max(dearNanos, other.dearNanos),
        Math.max(nearCheapNanos, other.nearCheapNanos),
        Math.max(nearDearNanos, other.nearDearNanos));
  }
}
