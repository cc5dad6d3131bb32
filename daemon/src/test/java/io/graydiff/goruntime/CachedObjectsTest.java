package io.graydiff.goruntime;

import static org.assertj.core.api.Assertions.assertThat;

import io.graydiff.goruntime.SpanCaches.Cache;
import io.graydiff.goruntime.SpanCaches.Pass;
import io.graydiff.goruntime.SpanCaches.Span;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is certain of the spans in the caches, and what is not, in every state of giving back. */
class CachedObjectsTest {
  private static final int HEAP = 8;
  private static final int IN_USE = HEAP + 3;
  private static final int GIVEN_BACK = HEAP;
  private static final int CACHED_BEFORE_THE_COLLECTION = HEAP + 1;
  private static final SweepPhase RUNNING = new SweepPhase(false, HEAP);

  private static final int SIZE_CLASS = 2;
  private static final long SPAN = 0x1000;
  private static final long OTHER = 0x2000;

  private static Span span(int generation, long allocated, long before) {
    return new Span(SIZE_CLASS, generation, allocated, before);
  }

  /** One cache with one span, in which tiny allocations are made, too. */
  private static Pass pass(Span span, long tiny) {
    return new Pass(List.of(new Cache(tiny, SPAN, List.of(SPAN))), Map.of(SPAN, span));
  }

  private static CachedObjects between(Pass first, SweepPhase phase, Pass second) {
    return CachedObjects.of(first, phase, second, 68);
  }

  @Test
  void aSpanThatIsInUseHasWhatWasAllocatedSinceItWasCached() {
    Pass pass = pass(span(IN_USE, 100, 40), 7);

    CachedObjects cached = between(pass, RUNNING, pass);

    assertThat(cached.objects()[SIZE_CLASS]).isEqualTo(60);
    assertThat(cached.tiny()).isEqualTo(7);
    assertThat(cached.uncertain()).isZero();
  }

  @Test
  void whatIsAllocatedMeanwhileIsLeftForTheNextTime() {
    CachedObjects cached =
        between(pass(span(IN_USE, 100, 40), 7), RUNNING, pass(span(IN_USE, 103, 40), 9));

    assertThat(cached.objects()[SIZE_CLASS]).isEqualTo(60);
    assertThat(cached.tiny()).isEqualTo(7);
    assertThat(cached.uncertain()).isZero();
  }

  @Test
  void aSpanThatIsGivenBackMayBeCountedAlready() {
    CachedObjects cached =
        between(pass(span(IN_USE, 100, 40), 7), RUNNING, pass(span(GIVEN_BACK, 100, 40), 7));

    assertThat(cached.objects()[SIZE_CLASS]).isZero();
    assertThat(cached.uncertain()).isEqualTo(60 + 7);
  }

  @Test
  void aSpanThatWasGivenBackAndTakenAgainIsNotTakenForTheSame() {
    CachedObjects cached =
        between(pass(span(IN_USE, 100, 40), 0), RUNNING, pass(span(IN_USE, 101, 100), 0));

    assertThat(cached.objects()[SIZE_CLASS]).isZero();
    assertThat(cached.uncertain()).isEqualTo(60);
  }

  @Test
  void whileCachesAreEmptiedNothingIsCertain() {
    Pass stale = pass(span(CACHED_BEFORE_THE_COLLECTION, 100, 40), 7);
    Pass inUse = pass(span(IN_USE, 100, 40), 7);

    assertThat(between(stale, RUNNING, stale).uncertain()).isEqualTo(67);
    assertThat(between(inUse, new SweepPhase(true, HEAP), inUse).uncertain()).isEqualTo(67);
  }

  @Test
  void aSpanThatTwoCachesNameCountsOnce() {
    Map<Long, Span> spans = Map.of(SPAN, span(IN_USE, 100, 40), OTHER, span(IN_USE, 5, 0));
    Pass torn =
        new Pass(
            List.of(new Cache(0, OTHER, List.of(SPAN)), new Cache(0, OTHER, List.of(SPAN, OTHER))),
            spans);

    assertThat(between(torn, RUNNING, torn).objects()[SIZE_CLASS]).isEqualTo(65);
  }

  @Test
  void aSpanThatOnlyOnePassSawIsUncertain() {
    Pass first = pass(span(IN_USE, 100, 40), 0);
    Pass second =
        new Pass(List.of(new Cache(0, OTHER, List.of(OTHER))), Map.of(OTHER, span(IN_USE, 5, 0)));

    CachedObjects cached = between(first, RUNNING, second);

    assertThat(cached.objects()[SIZE_CLASS]).isZero();
    assertThat(cached.uncertain()).isEqualTo(60 + 5);
  }

  @Test
  void countsNeverFallBehindEarlierOnes() {
    HeapCounters earlier = heap(100, 0);
    HeapCounters later = heap(90, 30).notBelow(earlier);

    assertThat(later.allocatedObjects()).isEqualTo(100);
    assertThat(later.uncertainObjects()).isEqualTo(20);
    assertThat(heap(120, 30).notBelow(earlier)).isEqualTo(heap(120, 30));
  }

  private static HeapCounters heap(long allocated, long uncertain) {
    return new HeapCounters(
        List.of(0L, allocated), List.of(0L, 0L), List.of(0, 8), 0, 0, 0, 0, 0, uncertain);
  }
}
