package io.graydiff.goruntime;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What the allocator has handed out and taken back since the process began, by size class. The
 * runtime counts an allocated object when the span that holds it is full or flushed; the objects
 * allocated since then from spans that a P has cached are counted from the spans themselves and
 * included here.
 *
 * @param allocatedByClass objects allocated by size class; class 0 is unused
 * @param freedByClass objects freed by size class
 * @param slotBytes size of an object of each class
 * @param largeAllocated objects larger than the largest class
 * @param largeAllocatedBytes their bytes, in whole pages
 * @param largeFreed large objects freed
 * @param largeFreedBytes their bytes
 * @param tinyAllocations allocations that were put into a slot together with others; they are not
 *     in {@code allocatedByClass}, the slots are
 * @param uncertainObjects how many allocated objects, tiny allocations included, may be missing
 *     because a P handed in its spans while they were read; none is counted twice
 */
public record HeapCounters(
    List<Long> allocatedByClass,
    List<Long> freedByClass,
    List<Integer> slotBytes,
    long largeAllocated,
    long largeAllocatedBytes,
    long largeFreed,
    long largeFreedBytes,
    long tinyAllocations,
    long uncertainObjects) {

  public HeapCounters {
    allocatedByClass = List.copyOf(allocatedByClass);
    freedByClass = List.copyOf(freedByClass);
    slotBytes = List.copyOf(slotBytes);
  }

  /**
   * The same where they are ahead of earlier counts of the same process, else those: what was
   * allocated once stays so, though it may have been uncertain when it was read again.
   */
  HeapCounters notBelow(HeapCounters earlier) {
    List<Long> allocated = larger(allocatedByClass, earlier.allocatedByClass);
    long tiny = Math.max(tinyAllocations, earlier.tinyAllocations);
    long raised = sum(allocated) - sum(allocatedByClass) + tiny - tinyAllocations;
    return new HeapCounters(
        allocated,
        larger(freedByClass, earlier.freedByClass),
        slotBytes,
        Math.max(largeAllocated, earlier.largeAllocated),
        Math.max(largeAllocatedBytes, earlier.largeAllocatedBytes),
        Math.max(largeFreed, earlier.largeFreed),
        Math.max(largeFreedBytes, earlier.largeFreedBytes),
        tiny,
        Math.max(0, uncertainObjects - raised));
  }

  private static List<Long> larger(List<Long> some, List<Long> others) {
    return IntStream.range(0, some.size())
        .mapToObj(i -> Math.max(some.get(i), others.get(i)))
        .toList();
  }

  private static long sum(List<Long> counts) {
    return counts.stream().mapToLong(Long::longValue).sum();
  }

  /** Slots and large objects allocated [/gc/heap/allocs:objects]. */
  public long allocatedObjects() {
    return largeAllocated + sum(allocatedByClass);
  }

  /** Slots and large objects freed [/gc/heap/frees:objects]. */
  public long freedObjects() {
    return largeFreed + sum(freedByClass);
  }

  /** Bytes of the slots and large objects allocated [/gc/heap/allocs:bytes]. */
  public long allocatedBytes() {
    return largeAllocatedBytes + bytes(allocatedByClass);
  }

  /** Bytes of the slots and large objects freed [/gc/heap/frees:bytes]. */
  public long freedBytes() {
    return largeFreedBytes + bytes(freedByClass);
  }

  /**
   * What was allocated in some time.
   *
   * @param objects large, small and tiny ones, each counted
   * @param bytes of slots and large objects
   */
  public record Allocated(long objects, long bytes) {}

  /** What was allocated since earlier counts of the same process. */
  public Allocated minus(HeapCounters earlier) {
    return new Allocated(
        allocatedObjects() + tinyAllocations - earlier.allocatedObjects() - earlier.tinyAllocations,
        allocatedBytes() - earlier.allocatedBytes());
  }

  private long bytes(List<Long> objects) {
    long sum = 0;
    for (int i = 0; i < objects.size(); i++) {
      sum += objects.get(i) * slotBytes.get(i);
    }
    return sum;
  }
}
