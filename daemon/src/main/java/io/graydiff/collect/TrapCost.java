package io.graydiff.collect;

import io.graydiff.gobinary.Placement;
import io.graydiff.kernel.Attacher;
import io.graydiff.kernel.KernelException;
import io.graydiff.kernel.UprobeLink;
import java.io.IOException;

/**
 * What a hit takes of the CPU time of the process that makes it before its program does anything,
 * as the calibration's helper finds out by executing an instruction that is probed, and one that is
 * not, in turn.
 *
 * @param cheapNanos where the kernel emulates the probed instruction
 * @param dearNanos where it steps it out of line
 */
public record TrapCost(double cheapNanos, double dearNanos) {

  /**
   * Measures; takes about a tenth of a second of CPU time.
   *
   * @throws KernelException when the helper cannot be probed
   * @throws IOException when it does not answer
   */
  static TrapCost measure(Attacher attacher, CalibrationHelper helper)
      throws KernelException, IOException {
    try (UprobeLink link =
        attacher.uprobes(
            "nothing", helper.path(), helper.site("GDCHEAP:"), helper.site("GDDEAR::"))) {
      return new TrapCost(
          Math.max(0, helper.nanosOfTrap('c')), Math.max(0, helper.nanosOfTrap('d')));
    }
  }

  double nanos(Placement placement) {
    return placement == Placement.CHEAP ? cheapNanos : dearNanos;
  }

  /** The dearer of both, by placement. */
  TrapCost max(TrapCost other) {
    return new TrapCost(
        Math.max(cheapNanos, other.cheapNanos), Math.max(dearNanos, other.dearNanos));
  }
}
