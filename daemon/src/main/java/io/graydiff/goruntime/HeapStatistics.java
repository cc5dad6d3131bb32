package io.graydiff.goruntime;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The allocator's own statistics, {@code memstats.heapStats} (mstats.go, consistentHeapStats):
 * three shards whose sum is the total. Writers add to the shard numbered {@code gen}. A reader
 * inside the process moves {@code gen} on, waits for the writers, adds the shard before the last to
 * the last and clears it; when it is done, the shard after {@code gen} is all zero. So a copy in
 * which that shard is not zero was taken in the middle and counts twice.
 */
final class HeapStatistics {
  private static final String SHARD = "runtime.heapStatsDelta";

  private final GoLayout layout;
  private final List<ByteBuffer> shards;
  private final int generation;
  private final boolean whole;
  private final long[] smallAllocated;
  private final long tinyAllocated;

  private HeapStatistics(GoLayout layout, List<ByteBuffer> shards, int generation) {
    this.layout = layout;
    this.shards = shards;
    this.generation = generation;
    this.whole = isSpareEmpty();
    this.smallAllocated = perClass("smallAllocCount");
    this.tinyAllocated = sum("tinyAllocCount");
  }

  /**
   * The statistics in a copy of the variables; empty when the address of memstats is not known, and
   * before Go 1.19, which counts the objects of a span as allocated before they are.
   */
  static Optional<HeapStatistics> of(Globals globals, GoLayout layout) {
    return globals
        .structure(RuntimeVariable.MEMSTATS)
        .filter(memstats -> SpanCaches.areKnown(layout))
        .flatMap(
            memstats ->
                memstats
                    .slice("heapStats.stats")
                    .map(
                        all ->
                            new HeapStatistics(
                                layout,
                                split(layout, all),
                                (int) memstats.known("heapStats.gen"))));
  }

  private static List<ByteBuffer> split(GoLayout layout, ByteBuffer all) {
    int size = layout.sizeOf(SHARD).orElseThrow();
    List<ByteBuffer> shards = new ArrayList<>();
    for (int at = 0; at + size <= all.capacity(); at += size) {
      shards.add(all.slice(at, size).order(all.order()));
    }
    return shards;
  }

  private boolean isSpareEmpty() {
    if (generation < 0 || generation >= shards.size()) {
      return false;
    }
    ByteBuffer spare = shards.get((generation + 1) % shards.size());
    return spare.mismatch(ByteBuffer.allocate(spare.limit())) < 0;
  }

  /** Whether this copy was not taken while a reader inside the process added shards up. */
  boolean isWhole() {
    return whole;
  }

  /** Whether this copy and an earlier one add up: nobody added shards up between them. */
  boolean follows(HeapStatistics earlier) {
    return whole
        && earlier.whole
        && generation == earlier.generation
        && tinyAllocated >= earlier.tinyAllocated
        && IntStream.range(0, smallAllocated.length)
            .allMatch(i -> smallAllocated[i] >= earlier.smallAllocated[i]);
  }

  private long allocatedSince(HeapStatistics earlier) {
    return small() - earlier.small();
  }

  private long small() {
    return LongStream.of(smallAllocated).sum() + tinyAllocated;
  }

  /**
   * The total, with what the caches hold that it does not count yet.
   *
   * @param after a copy that was taken behind the caches: what came since may have come from them
   */
  HeapCounters counters(CachedObjects cached, HeapStatistics after) {
    long[] allocated = smallAllocated.clone();
    for (int i = 0; i < allocated.length; i++) {
      allocated[i] += cached.objects()[i];
    }
    return new HeapCounters(
        LongStream.of(allocated).boxed().toList(),
        LongStream.of(perClass("smallFreeCount")).boxed().toList(),
        layout.sizeClasses(),
        sum("largeAllocCount"),
        sum("largeAlloc"),
        sum("largeFreeCount"),
        sum("largeFree"),
        tinyAllocated + cached.tiny(),
        uncertain(cached, after));
  }

  /** How many objects and tiny allocations may be counted in a cache, or elsewhere, or twice. */
  long uncertain(CachedObjects cached, HeapStatistics after) {
    return cached.uncertain() + after.allocatedSince(this);
  }

  private long sum(String name) {
    GoLayout.Field field = layout.field(SHARD, name).orElseThrow();
    long sum = 0;
    for (ByteBuffer shard : shards) {
      sum += field.number(shard, 0);
    }
    return sum;
  }

  private long[] perClass(String name) {
    GoLayout.Field field = layout.field(SHARD, name).orElseThrow();
    long[] sums = new long[layout.sizeClasses().size()];
    long[] counts = new long[sums.length];
    for (ByteBuffer shard : shards) {
      field.slice(shard, 0).asLongBuffer().get(counts);
      for (int i = 0; i < sums.length; i++) {
        sums[i] += counts[i];
      }
    }
    return sums;
  }
}
