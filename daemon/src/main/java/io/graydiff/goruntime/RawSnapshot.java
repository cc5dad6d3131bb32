package io.graydiff.goruntime;

import java.util.List;
import java.util.Optional;

/**
 * What one pass of copying brought.
 *
 * @param processors copied first; empty when their list was not found
 * @param globals copied second
 * @param statistics the allocator's, in them; empty when they were not found
 * @param cached objects of the processors' caches, copied third; empty when the processors, or
 *     where the collector stood, were not found
 * @param lockWaitNanos what threads waited for the runtime's locks; empty when their list was not
 *     found, or changed too fast to be followed
 * @param processorsAfter copied behind all else
 * @param globalsAfter copied last
 * @param statisticsAfter the allocator's, in these
 */
record RawSnapshot(
    List<Processors.P> processors,
    Globals globals,
    Optional<HeapStatistics> statistics,
    Optional<CachedObjects> cached,
    Optional<Long> lockWaitNanos,
    List<Processors.P> processorsAfter,
    Globals globalsAfter,
    Optional<HeapStatistics> statisticsAfter) {

  /** Whether nothing that belongs together changed between the first and the last copy. */
  boolean isWhole(GrowingFields growing) {
    return reservations(processors).equals(reservations(processorsAfter))
        && heapIsWhole()
        && growing.follow(globalsAfter, globals);
  }

  private static List<Long> reservations(List<Processors.P> processors) {
    return processors.stream().map(Processors.P::reservedUpTo).toList();
  }

  private boolean heapIsWhole() {
    return heapAddsUp() && uncertainObjects() == 0;
  }

  private long uncertainObjects() {
    if (statistics.isEmpty() || statisticsAfter.isEmpty() || cached.isEmpty()) {
      return 0;
    }
    return statistics.get().uncertain(cached.get(), statisticsAfter.get());
  }

  /** Whether the allocator's statistics, if they were found, were not being added up meanwhile. */
  boolean heapAddsUp() {
    return statistics.isEmpty()
        || statisticsAfter.isEmpty()
        || statisticsAfter.get().follows(statistics.get());
  }

  /** Whether no counter is behind that of an earlier pass. */
  boolean follows(RawSnapshot earlier, GrowingFields growing) {
    return growing.follow(globals, earlier.globals);
  }

  /** The allocator's counts; empty when what they are made of was not found or changed. */
  Optional<HeapCounters> heap() {
    return statistics
        .filter(before -> heapAddsUp())
        .flatMap(b -> statisticsAfter.flatMap(a -> cached.map(objects -> b.counters(objects, a))));
  }
}
