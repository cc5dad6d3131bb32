package io.graydiff.collect;

import io.graydiff.goruntime.HeapCounters;
import io.graydiff.goruntime.TargetMemoryException;
import io.graydiff.probe.ProbeKind;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What the first window of a group will cost, which nobody has seen yet. How often objects are
 * allocated the Go runtime counts by itself; of everything else a rate is assumed that is seldom
 * exceeded, and the first window is so short that it does little harm if it is. For the collector's
 * thread.
 */
final class CostForecast {
  /** Hits of each allocation. */
  private static final Map<ProbeKind, Integer> PER_ALLOCATION =
      Map.of(ProbeKind.ALLOC_SIZE, 1, ProbeKind.ALLOC_LATENCY, 2);

  /** For how long probes are hit before and after a window, until that is known. */
  private static final double AROUND_NANOS = 10e6;

  private static final double ASSUMED_HITS_PER_SECOND = 10_000;

  /** Of collections, panics and handshakes. The kernel's programs end what proves worse. */
  private static final double ASSUMED_EVENTS_PER_SECOND = 100;

  private static final long SHORTEST_LOOK = 200_000_000;

  private final Observer observer;
  private final CostAccount cost;
  private long begunAt;
  private long begunWith;
  private OptionalDouble perSecond = OptionalDouble.empty();

  CostForecast(Observer observer, CostAccount cost) {
    this.observer = observer;
    this.cost = cost;
  }

  /** Looks at the runtimes' counters a first time. */
  void begin(long now) {
    begunAt = now;
    begunWith = allocations();
  }

  /** Tells a gate what opening it will cost, if it does not know and there is a way to know. */
  void apply(Gate gate, long now) {
    if (gate.cost().isKnown()) {
      return;
    }
    for (Map.Entry<ProbeKind, Integer> hits : PER_ALLOCATION.entrySet()) {
      if (gate.group().kinds().contains(hits.getKey())) {
        allocationsPerSecond(now)
            .ifPresent(
                rate ->
                    gate.cost()
                        .suppose(
                            rate * hits.getValue() * cost.hitCost().mean(hits.getKey()),
                            AROUND_NANOS));
      }
    }
  }

  /** What must be saved for a first window of a group of which nothing is known. */
  double firstCost(ProbeGroup group) {
    double dearest = 0;
    for (ProbeKind kind : group.kinds()) {
      dearest = Math.max(dearest, cost.hitCost().mean(kind));
    }
    double rate = group == ProbeGroup.EVENTS ? ASSUMED_EVENTS_PER_SECOND : ASSUMED_HITS_PER_SECOND;
    return rate * dearest * (AROUND_NANOS + Gate.FIRST_WINDOW) / 1e9;
  }

  private OptionalDouble allocationsPerSecond(long now) {
    if (perSecond.isEmpty() && begunWith > 0 && now - begunAt >= SHORTEST_LOOK) {
      long more = allocations() - begunWith;
      if (more > 0) {
        perSecond = OptionalDouble.of(more * 1e9 / (now - begunAt));
      } else {
        // A process has left meanwhile.
        begin(now);
      }
    }
    return perSecond;
  }

  /** Of all observed processes whose runtime can be read; 0 for none. */
  private long allocations() {
    long sum = 0;
    for (Observation observation : observer.observations()) {
      try {
        if (observation.runtime().isPresent()) {
          sum +=
              observation
                  .runtime()
                  .get()
                  .snapshot()
                  .heap()
                  .get()
                  .map(CostForecast::allocations)
                  .orElse(0L);
        }
      } catch (TargetMemoryException ended) {
        // It allocates no more.
      }
    }
    return sum;
  }

  private static long allocations(HeapCounters heap) {
    return heap.allocatedObjects() + heap.tinyAllocations();
  }
}
