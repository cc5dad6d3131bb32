package io.graydiff.collect;

import io.graydiff.gobinary.Placement;
import io.graydiff.probe.ProbeKind;
import java.util.EnumSet;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * What one probe hit costs the process that makes it, on this machine: the trap, and the run of the
 * probe's program, as long as the programs of its kind run in the processes that hit them. Until
 * some of these runs were timed, they count as long as those of the calibration's programs.
 *
 * @param trap of every hit
 * @param programNanos a run of a program that counts
 * @param spanNanos a run of one that remembers or ends a span
 */
public record ProbeCost(TrapCost trap, double programNanos, double spanNanos) {
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
   * @param apartNanos CPU time from one hit to the next, in the mean
   * @param run of one of its programs in the mean, in nanoseconds, where that is known
   */
  double nanos(ProbeKind kind, Placement placement, double apartNanos, OptionalDouble run) {
    if (kind == ProbeKind.ALLOC_STACK && run.isPresent()) {
      // A stack is sampled by a program that was hit, and is part of its run.
      return 0;
    }
    return trap.nanos(placement, apartNanos)
        + run.orElse(SPANS.contains(kind) ? spanNanos : programNanos);
  }
}
