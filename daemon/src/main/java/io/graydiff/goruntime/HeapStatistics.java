package io.graydiff.goruntime;

import java.nio.ByteBuffer;
import java.nio.LongBuffer;
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
  private final List<StructView> shards;
  private final int generation;

  private HeapStatistics(GoLayout layout, List<StructView> shards, int generation) {
    this.layout = layout;
    this.shards = shards;
    this.generation = generation;
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

  private static List<StructView> split(GoLayout layout, ByteBuffer all) {
    int size = layout.sizeOf(SHARD).orElseThrow();
    List<StructView> shards = new ArrayList<>();
    for (int at = 0; at + size <= all.capacity(); at += size) {
      shards.add(new StructView(layout, SHARD, all.slice(at, size).order(all.order())));
    }
    return shards;
  }

  /** Whether this copy was not taken while a reader inside the process added shards up. */
  boolean isWhole() {
    if (generation < 0 || generation >= shards.size()) {
      return false;
    }
    StructView spare = shards.get((generation + 1) % shards.size());
    return LongStream.range(0, spare.bytes().capacity() / Long.BYTES)
        .allMatch(i -> spare.bytes().getLong((int) i * Long.BYTES) == 0);
  }

  /** Whether this copy and an earlier one add up: nobody added shards up between them. */
  boolean follows(HeapStatistics earlier) {
    long[] now = perClass("smallAllocCount");
    long[] before = earlier.perClass("smallAllocCount");
    return isWhole()
        && earlier.isWhole()
        && generation == earlier.generation
        && sum("tinyAllocCount") >= earlier.sum("tinyAllocCount")
        && IntStream.range(0, now.length).allMatch(i -> now[i] >= before[i]);
  }

  /** How many objects and tiny allocations were added since an earlier copy. */
  long allocatedSince(HeapStatistics earlier) {
    return small() - earlier.small();
  }

  private long small() {
    return LongStream.of(perClass("smallAllocCount")).sum() + sum("tinyAllocCount");
  }

  /**
   * The total, with what the caches hold that it does not count yet.
   *
   * @param after a copy that was taken behind the caches: what came since may have come from them
   */
  HeapCounters counters(CachedObjects cached, HeapStatistics after) {
    long[] allocated = perClass("smallAllocCount");
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
        sum("tinyAllocCount") + cached.tiny(),
        cached.uncertain() + after.allocatedSince(this));
  }

  private long sum(String field) {
    return shards.stream().mapToLong(shard -> shard.known(field)).sum();
  }

  private long[] perClass(String field) {
    long[] sums = new long[layout.sizeClasses().size()];
    for (StructView shard : shards) {
      LongBuffer counts = shard.slice(field).orElseThrow().asLongBuffer();
      for (int i = 0; i < sums.length; i++) {
        sums[i] += counts.get(i);
      }
    }
    return sums;
  }
}
