package io.graydiff.goruntime;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the collector stood at one moment: what tells a span that a P allocates from from one that
 * is being given back.
 *
 * @param worldStops the world is stopped, or about to stop or to start
 * @param generation of the heap's sweeping, {@code mheap_.sweepgen}: two more with each collection,
 *     before the world starts again (gcSweep and gcMarkTermination in mgc.go)
 */
record SweepPhase(boolean worldStops, int generation) {
  private static final int GENERATIONS_EACH_CYCLE = 2;

  /** What a span in use by a P is ahead of the heap (mheap.go, mspan.sweepgen). */
  private static final int CACHED = 3;

  /** Reads the phase; empty when the variables that tell it were not found. */
  static Optional<SweepPhase> read(
      RemoteMemory memory, GoLayout layout, Map<RuntimeVariable, Long> addresses)
      throws TargetMemoryException {
    Long sched = addresses.get(RuntimeVariable.SCHED);
    Long memstats = addresses.get(RuntimeVariable.MEMSTATS);
    if (sched == null || memstats == null) {
      return Optional.empty();
    }
    GoLayout.Field waiting =
        layout.field(RuntimeVariable.SCHED.structure(), "gcwaiting").orElseThrow();
    GoLayout.Field cycles =
        layout.field(RuntimeVariable.MEMSTATS.structure(), "numgc").orElseThrow();
    var bytes =
        memory.read(
            List.of(
                new RemoteMemory.Range(sched + waiting.offset(), waiting.size()),
                new RemoteMemory.Range(memstats + cycles.offset(), cycles.size())));
    boolean stops = false;
    for (int i = 0; i < waiting.size(); i++) {
      stops |= bytes.get(i) != 0;
    }
    return Optional.of(
        new SweepPhase(stops, bytes.getInt(waiting.size()) * GENERATIONS_EACH_CYCLE));
  }

  /**
   * Whether a P allocates from this span and nobody is about to give it back: not cached since
   * before the last collection, and not while the world is stopped, which is when caches are
   * emptied.
   */
  boolean isInUse(SpanCaches.Span span) {
    return !worldStops && span.generation() == generation + CACHED;
  }
}
