package io.graydiff.collect;

import io.graydiff.gobinary.Placement;
import io.graydiff.probe.ProbeKind;
import java.util.EnumSet;
import java.util.Set;

/**
 * What one probe hit costs the process that makes it, on this machine.
 *
 * @param cheapNanos where the kernel emulates the probed instruction
 * @param dearNanos where it steps it out of line
 * @param spanNanos how much more it is when the program remembers or ends a span
 */
public record ProbeCost(double cheapNanos, double dearNanos, double spanNanos) {
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

  /** The cost of a hit of that kind at that placement, in nanoseconds. */
  double nanos(ProbeKind kind, Placement placement) {
    return (placement == Placement.CHEAP ? cheapNanos : dearNanos)
        + (SPANS.contains(kind) ? spanNanos : 0);
  }
}
