package io.graydiff.collect;

import static io.graydiff.probe.ProbeKind.ALLOC_LATENCY;
import static io.graydiff.probe.ProbeKind.ALLOC_SIZE;
import static io.graydiff.probe.ProbeKind.ALLOC_STACK;
import static io.graydiff.probe.ProbeKind.CONNECTION;
import static io.graydiff.probe.ProbeKind.CONTEXT;
import static io.graydiff.probe.ProbeKind.EXECUTE;
import static io.graydiff.probe.ProbeKind.FAILURE;
import static io.graydiff.probe.ProbeKind.GC;
import static io.graydiff.probe.ProbeKind.GC_ASSIST;
import static io.graydiff.probe.ProbeKind.GOROUTINE;
import static io.graydiff.probe.ProbeKind.GRPC;
import static io.graydiff.probe.ProbeKind.HTTP;
import static io.graydiff.probe.ProbeKind.LOCK;
import static io.graydiff.probe.ProbeKind.PARK;
import static io.graydiff.probe.ProbeKind.SLICE;
import static io.graydiff.probe.ProbeKind.STACK;
import static io.graydiff.probe.ProbeKind.SYNCMAP;
import static io.graydiff.probe.ProbeKind.THREAD;
import static io.graydiff.probe.ProbeKind.TIMER;
import static io.graydiff.probe.ProbeKind.TLS;

import io.graydiff.probe.ProbeKind;
import java.util.EnumSet;
import java.util.Set;

/**
 * Kinds of probes that are opened and closed together, because a signal takes all of them or
 * because none is hit often, with the part of the budget that they get while all groups want more
 * than there is: requests as much as all the others together, which share by weight.
 */
enum ProbeGroup {
  EVENTS(1, EnumSet.of(GC, FAILURE, TLS)),
  REQUESTS(0, EnumSet.of(HTTP, CONNECTION, GRPC)),
  WAITS(2, EnumSet.of(PARK, EXECUTE)),
  ALLOCATIONS(1, EnumSet.of(ALLOC_SIZE, ALLOC_STACK)),
  ALLOCATOR(1, EnumSet.of(ALLOC_LATENCY)),
  ASSISTS(1, EnumSet.of(GC_ASSIST)),
  LOCKS(1, EnumSet.of(LOCK)),
  GOROUTINES(1, EnumSet.of(GOROUTINE, STACK)),
  TIMERS(1, EnumSet.of(TIMER, CONTEXT)),
  THREADS(1, EnumSet.of(THREAD)),
  SLICES(1, EnumSet.of(SLICE)),
  SYNCMAPS(1, EnumSet.of(SYNCMAP)),
  PROFILE(1, EnumSet.of(ProbeKind.PROFILE));

  private final int weight;
  private final Set<ProbeKind> kinds;
  private final long bits;

  ProbeGroup(int weight, Set<ProbeKind> kinds) {
    this.weight = weight;
    this.kinds = kinds;
    this.bits = ProbeKind.bits(kinds);
  }

  /** The group that a kind belongs to. */
  static ProbeGroup of(ProbeKind kind) {
    for (ProbeGroup group : values()) {
      if (group.kinds.contains(kind)) {
        return group;
      }
    }
    throw new IllegalArgumentException(kind + " is in no group");
  }

  int weight() {
    return weight;
  }

  Set<ProbeKind> kinds() {
    return kinds;
  }

  /** The kinds as {@link ProbeKind#bits}. */
  long bits() {
    return bits;
  }
}
