package io.graydiff.goruntime;

import io.graydiff.goruntime.RemoteMemory.Range;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The spans that Ps have cached for allocation ({@code runtime.mcache}), and the objects allocated
 * from them that the heap's statistics do not count yet.
 *
 * <p>A span belongs to a cache while its sweepgen is odd (mheap.go: the heap's own sweepgen is
 * even, one or three more means cached); one that was just given back may still stand in the cache
 * for a moment, but then its objects are counted.
 */
final class SpanCaches {
  private static final String CACHE = "runtime.mcache";
  private static final String SPAN = "runtime.mspan";
  private static final List<String> SPAN_FIELDS =
      List.of("allocCount", "allocCountBeforeCache", "sweepgen");

  /**
   * What all caches hold together.
   *
   * @param objects by size class, not counted in the statistics yet
   * @param tiny tiny allocations, not counted yet
   */
  record Contents(long[] objects, long tiny) {}

  private final RemoteMemory memory;
  private final GoLayout layout;
  private final GoLayout.Field spans;
  private final GoLayout.Field tiny;
  private final int spanFrom;
  private final int spanBytes;

  SpanCaches(RemoteMemory memory, GoLayout layout) {
    this.memory = memory;
    this.layout = layout;
    spans = layout.field(CACHE, "alloc").orElseThrow();
    tiny = layout.field(CACHE, "tinyAllocs").orElseThrow();
    List<GoLayout.Field> fields =
        SPAN_FIELDS.stream().map(f -> layout.field(SPAN, f).orElseThrow()).toList();
    spanFrom = fields.stream().mapToInt(GoLayout.Field::offset).min().orElseThrow();
    spanBytes = fields.stream().mapToInt(f -> f.offset() + f.size()).max().orElseThrow() - spanFrom;
  }

  /** Reads the caches at these addresses. */
  Contents read(List<Long> caches) throws TargetMemoryException {
    List<Range> ranges = new ArrayList<>();
    for (long cache : caches) {
      ranges.add(new Range(cache + tiny.offset(), tiny.size()));
      ranges.add(new Range(cache + spans.offset(), spans.size()));
    }
    ByteBuffer words = memory.read(ranges);
    long tinyAllocations = 0;
    List<Long> pointers = new ArrayList<>();
    for (int i = 0; i < caches.size(); i++) {
      tinyAllocations += words.getLong();
      for (int j = 0; j < spansInACache(); j++) {
        pointers.add(words.getLong());
      }
    }
    return new Contents(objects(pointers), tinyAllocations);
  }

  private int spansInACache() {
    return spans.size() / Long.BYTES;
  }

  /**
   * @param pointers to the spans of each cache in turn, by span class: twice the size class, and
   *     one more for objects without pointers
   */
  private long[] objects(List<Long> pointers) throws TargetMemoryException {
    ByteBuffer bytes =
        memory.read(pointers.stream().map(span -> new Range(span + spanFrom, spanBytes)).toList());
    long[] objects = new long[layout.sizeClasses().size()];
    for (int i = 0; i < pointers.size(); i++) {
      ByteBuffer one = bytes.slice(i * spanBytes, spanBytes).order(ByteOrder.LITTLE_ENDIAN);
      StructView span = new StructView(layout, SPAN, one, spanFrom);
      if ((span.known("sweepgen") & 1) == 1) {
        objects[i % spansInACache() / 2] +=
            span.known("allocCount") - span.known("allocCountBeforeCache");
      }
    }
    return objects;
  }
}
