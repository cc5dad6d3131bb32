package io.graydiff.goruntime;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Copies what a snapshot is made of, in an order that shows whether it changed meanwhile: the Ps,
 * the variables, the caches of spans, then the Ps and the variables again.
 */
final class SnapshotReader {
  private final RemoteMemory memory;
  private final GoLayout layout;
  private final Map<RuntimeVariable, Long> addresses;
  private final Processors processors;
  private final Optional<SpanCaches> caches;
  private final Machines machines;

  SnapshotReader(RemoteMemory memory, GoLayout layout, Map<RuntimeVariable, Long> addresses) {
    this.memory = memory;
    this.layout = layout;
    this.addresses = addresses;
    this.processors = new Processors(memory, layout);
    this.caches =
        SpanCaches.areKnown(layout)
            ? Optional.of(new SpanCaches(memory, layout))
            : Optional.empty();
    this.machines = new Machines(memory, layout);
  }

  /** One pass. */
  RawSnapshot read() throws TargetMemoryException {
    List<Long> all = processorAddresses();
    List<Processors.P> before = processors.read(all);
    Globals globals = Globals.read(memory, layout, addresses);
    Optional<CachedObjects> cached = cachedObjects(before);
    Optional<Long> lockWait = lockWait(globals);
    List<Processors.P> after = processors.read(all);
    Globals globalsAfter = Globals.read(memory, layout, addresses);
    return new RawSnapshot(
        before,
        globals,
        HeapStatistics.of(globals, layout),
        cached,
        lockWait,
        after,
        globalsAfter,
        HeapStatistics.of(globalsAfter, layout));
  }

  private Optional<CachedObjects> cachedObjects(List<Processors.P> of)
      throws TargetMemoryException {
    List<Long> addresses =
        of.stream().map(Processors.P::mcache).filter(at -> at != 0).distinct().toList();
    if (addresses.isEmpty() || caches.isEmpty()) {
      return Optional.empty();
    }
    SpanCaches.Pass first = caches.get().read(addresses);
    Optional<SweepPhase> between = SweepPhase.read(memory, layout, this.addresses);
    SpanCaches.Pass second = caches.get().read(addresses);
    return between.map(
        phase -> CachedObjects.of(first, phase, second, layout.sizeClasses().size()));
  }

  private List<Long> processorAddresses() throws TargetMemoryException {
    Long at = addresses.get(RuntimeVariable.ALLP);
    if (at == null) {
      return List.of();
    }
    ByteBuffer slice = memory.read(at, GoSlice.BYTES);
    return processors.addresses(slice.getLong(0), slice.getLong(GoSlice.CAPACITY_AT));
  }

  private Optional<Long> lockWait(Globals globals) throws TargetMemoryException {
    Optional<Long> first = globals.word(RuntimeVariable.ALLM, 0);
    if (first.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(machines.lockWaitNanos(first.get()));
    } catch (TargetMemoryException e) {
      if (e.isProcessWide()) {
        throw e;
      }
      return Optional.empty();
    }
  }
}
