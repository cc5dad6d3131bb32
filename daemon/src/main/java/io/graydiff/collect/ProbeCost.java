package io.graydiff.collect;

import io.graydiff.gobinary.Placement;
import io.graydiff.probe.ProbeKind;
import java.util.EnumSet;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * What one probe hit costs the process that makes it, on this machine: the trap, and the run of the
 * probe's program. The calibration measures both together with one program; of the others it is
 * known how long they run in the processes that hit them, once some of their runs were timed.
 *
 * @param cheapNanos where the kernel emulates the probed instruction
 * @param dearNanos where it steps it out of line
 * @param spanNanos how much more it is when the program remembers or ends a span
 * @param programNanos what of it is the run of the calibration's program; NaN if not known
 */
public record ProbeCost(
    double cheapNanos, double dearNanos, double spanNanos, double programNanos) {
  private static final Set<ProbeKind> SPANS =
      EnumSet.of(
          ProbeKind.HTTP,
          ProbeKind.CONNECTION,
          ProbeKind.GRPC,
          ProbeKind.ALLOC_LATENCY,
          ProbeKind.PARK,
          ProbeKind.EXECUTE,
          ProbeKind.GC_ASSIST,
          ProbeKind.LOCK,
          ProbeKind.TLS);

  /**
   * The cost of a hit of that kind at that placement, in nanoseconds.
   *
   * @param run of one of its programs in the mean, in nanoseconds, where that is known
   */
  double nanos(ProbeKind kind, Placement placement, OptionalDouble run) {
    double hit = placement == Placement.CHEAP ? cheapNanos : dearNanos;
    if (run.isEmpty() || Double.isNaN(programNanos)) {
      return hit + (SPANS.contains(kind) ? spanNanos : 0);
    }
    // A stack is sampled by a program that was hit, and is part of its run.
    return kind == ProbeKind.ALLOC_STACK
        ? 0
        : Math.max(run.getAsDouble(), hit + run.getAsDouble() - programNanos);
  }
}
