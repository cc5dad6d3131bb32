package io.graydiff.goruntime;

import io.graydiff.goruntime.RemoteMemory.Range;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The spans that Ps have cached for allocation ({@code runtime.mcache}): the objects allocated from
 * them are counted by the heap's statistics only when the span is given back. {@link CachedObjects}
 * makes numbers of two passes over them.
 */
final class SpanCaches {
  private static final String CACHE = "runtime.mcache";
  private static final String SPAN = "runtime.mspan";
  private static final String COUNTED_BEFORE = "allocCountBeforeCache";

  /**
   * One span.
   *
   * @param sizeClass of its objects
   * @param generation its sweepgen (mheap.go), which says whether a P has it cached
   * @param allocated objects in it
   * @param countedBefore how many of them were in it when it was cached
   */
  record Span(int sizeClass, int generation, long allocated, long countedBefore) {
    long uncounted() {
      return Math.max(0, allocated - countedBefore);
    }
  }

  /**
   * One cache.
   *
   * @param tiny allocations put into a slot together with others, since they were last counted
   * @param tinySpan address of the span that they are made in; their count is given to the
   *     statistics when that span is given back
   * @param spans addresses of all its spans
   */
  record Cache(long tiny, long tinySpan, List<Long> spans) {}

  /**
   * What one pass found.
   *
   * @param caches in the order they were asked for
   * @param spans by address, those of all caches
   */
  record Pass(List<Cache> caches, Map<Long, Span> spans) {}

  /** Twice the size class, and one more for objects without pointers (malloc.go). */
  private static final int TINY_SPAN_CLASS = 5;

  private final RemoteMemory memory;
  private final GoLayout.Field spans;
  private final GoLayout.Field tiny;
  private final GoLayout.Field allocated;
  private final GoLayout.Field countedBefore;
  private final GoLayout.Field spanClass;
  private final GoLayout.Field generation;
  private final int spanFrom;
  private final int spanBytes;

  /** Whether spans tell how many of their objects were counted: since Go 1.19. */
  static boolean areKnown(GoLayout layout) {
    return layout.field(SPAN, COUNTED_BEFORE).isPresent();
  }

  SpanCaches(RemoteMemory memory, GoLayout layout) {
    this.memory = memory;
    spans = layout.field(CACHE, "alloc").orElseThrow();
    tiny = layout.field(CACHE, "tinyAllocs").orElseThrow();
    allocated = layout.field(SPAN, "allocCount").orElseThrow();
    countedBefore = layout.field(SPAN, COUNTED_BEFORE).orElseThrow();
    spanClass = layout.field(SPAN, "spanclass").orElseThrow();
    generation = layout.field(SPAN, "sweepgen").orElseThrow();
    List<GoLayout.Field> fields = List.of(allocated, countedBefore, spanClass, generation);
    spanFrom = fields.stream().mapToInt(GoLayout.Field::offset).min().orElseThrow();
    spanBytes = fields.stream().mapToInt(f -> f.offset() + f.size()).max().orElseThrow() - spanFrom;
  }

  /** Reads the caches at these addresses, then the spans that they name. */
  Pass read(List<Long> addresses) throws TargetMemoryException {
    List<Range> ranges = new ArrayList<>();
    for (long cache : addresses) {
      ranges.add(new Range(cache + tiny.offset(), tiny.size()));
      ranges.add(new Range(cache + spans.offset(), spans.size()));
    }
    ByteBuffer words = memory.read(ranges);
    List<Cache> caches = new ArrayList<>();
    Set<Long> named = new LinkedHashSet<>();
    for (int i = 0; i < addresses.size(); i++) {
      long tinyAllocations = words.getLong();
      List<Long> ofCache = new ArrayList<>();
      for (int j = 0; j < spans.size() / Long.BYTES; j++) {
        ofCache.add(words.getLong());
      }
      caches.add(new Cache(tinyAllocations, ofCache.get(TINY_SPAN_CLASS), ofCache));
      named.addAll(ofCache);
    }
    return new Pass(caches, spans(List.copyOf(named)));
  }

  private Map<Long, Span> spans(List<Long> addresses) throws TargetMemoryException {
    ByteBuffer bytes =
        memory.read(addresses.stream().map(span -> new Range(span + spanFrom, spanBytes)).toList());
    Map<Long, Span> found = new HashMap<>();
    for (int i = 0; i < addresses.size(); i++) {
      int skipped = spanFrom - i * spanBytes;
      found.put(
          addresses.get(i),
          new Span(
              ((int) spanClass.number(bytes, skipped) & 0xff) / 2,
              (int) generation.number(bytes, skipped),
              allocated.number(bytes, skipped),
              countedBefore.number(bytes, skipped)));
    }
    return found;
  }
}
