package io.graydiff.goruntime;

import java.util.List;
import java.util.Optional;

/**
 * What one pass of copying brought.
 *
 * @param processors copied first; empty when their list was not found
 * @param globals copied second
 * @param cached objects of the processors' caches, copied third; empty when the processors, or
 *     where the collector stood, were not found
 * @param lockWaitNanos what threads waited for the runtime's locks; empty when their list was not
 *     found, or changed too fast to be followed
 * @param processorsAfter copied behind all else
 * @param globalsAfter copied last
 */
record RawSnapshot(
    GoLayout layout,
    List<Processors.P> processors,
    Globals globals,
    Optional<CachedObjects> cached,
    Optional<Long> lockWaitNanos,
    List<Processors.P> processorsAfter,
    Globals globalsAfter) {

  /** Whether nothing that belongs together changed between the first and the last copy. */
  boolean isWhole() {
    return reservations(processors).equals(reservations(processorsAfter))
        && heapIsWhole()
        && globalsAfter.follows(globals);
  }

  private static List<Long> reservations(List<Processors.P> processors) {
    return processors.stream().map(Processors.P::reservedUpTo).toList();
  }

  private boolean heapIsWhole() {
    return heapAddsUp() && heap().filter(counters -> counters.uncertainObjects() > 0).isEmpty();
  }

  /** Whether the allocator's statistics, if they were found, were not being added up meanwhile. */
  boolean heapAddsUp() {
    Optional<HeapStatistics> before = HeapStatistics.of(globals, layout);
    Optional<HeapStatistics> after = HeapStatistics.of(globalsAfter, layout);
    return before.isEmpty() || after.isEmpty() || after.get().follows(before.get());
  }

  /** Whether no counter is behind that of an earlier pass. */
  boolean follows(RawSnapshot earlier) {
    return globals.follows(earlier.globals);
  }

  /** The allocator's counts; empty when what they are made of was not found or changed. */
  Optional<HeapCounters> heap() {
    Optional<HeapStatistics> before = HeapStatistics.of(globals, layout);
    Optional<HeapStatistics> after = HeapStatistics.of(globalsAfter, layout);
    return before
        .filter(statistics -> heapAddsUp())
        .flatMap(b -> after.flatMap(a -> cached.map(objects -> b.counters(objects, a))));
  }
}
