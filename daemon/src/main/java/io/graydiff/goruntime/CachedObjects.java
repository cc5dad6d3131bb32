package io.graydiff.goruntime;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The objects in the caches that the heap's statistics do not count, made of two passes over the
 * caches and of what the collector did between.
 *
 * <p>A P gives a span back in two ways (mcache.go). When it is full (refill) it takes the mark of
 * being cached away, then adds to the statistics. When caches are emptied (releaseAll), it adds
 * first, and takes the mark away then; that happens only while the world is stopped, or to spans
 * that were cached before the last collection. So the objects of a span are not in the statistics
 * yet if both passes found it in use, the same and unstopped: these are <em>certain</em>. What any
 * other span has may be counted already, or not: <em>uncertain</em>. The statistics of before with
 * the certain objects are no more than there were in the end; the statistics of afterwards with all
 * of them no less than there were at the beginning.
 *
 * @param objects certain ones, by size class
 * @param tiny certain tiny allocations
 * @param uncertain objects and tiny allocations
 */
record CachedObjects(long[] objects, long tiny, long uncertain) {

  /**
   * Adds up two passes.
   *
   * @param between where the collector stood after the first and before the second
   */
  static CachedObjects of(
      SpanCaches.Pass first, SweepPhase between, SpanCaches.Pass second, int sizeClasses) {
    Set<Long> settled = new HashSet<>();
    long[] objects = new long[sizeClasses];
    long uncertain = 0;
    Set<Long> named = new HashSet<>(first.spans().keySet());
    named.addAll(second.spans().keySet());
    for (long address : named) {
      SpanCaches.Span before = first.spans().get(address);
      SpanCaches.Span after = second.spans().get(address);
      if (before != null
          && after != null
          && isTheSame(before, after)
          && before.sizeClass() < sizeClasses
          && between.isInUse(before)) {
        settled.add(address);
        objects[before.sizeClass()] += before.uncounted();
      } else {
        uncertain += Math.max(uncounted(before), uncounted(after));
      }
    }
    long tiny = 0;
    for (int i = 0; i < first.caches().size(); i++) {
      SpanCaches.Cache before = first.caches().get(i);
      SpanCaches.Cache after = second.caches().get(i);
      if (before.tinySpan() == after.tinySpan() && settled.contains(before.tinySpan())) {
        tiny += before.tiny();
      } else {
        uncertain += Math.max(before.tiny(), after.tiny());
      }
    }
    return new CachedObjects(objects, tiny, uncertain);
  }

  private static boolean isTheSame(SpanCaches.Span before, SpanCaches.Span after) {
    return before.generation() == after.generation()
        && before.sizeClass() == after.sizeClass()
        && before.countedBefore() == after.countedBefore()
        && before.allocated() <= after.allocated();
  }

  private static long uncounted(SpanCaches.@Nullable Span span) {
    return span == null ? 0 : span.uncounted();
  }
}
