package io.graydiff.goruntime;

import static org.assertj.core.api.Assertions.assertThat;

import io.graydiff.fixture.GoBuild;
import io.graydiff.fixture.GoBuild.Form;
import io.graydiff.fixture.GoBuilder;
import io.graydiff.gobinary.Arch;
import io.graydiff.gobinary.GoBinary;
import io.graydiff.goruntime.CounterProgram.Truth;
import io.graydiff.histogram.Histogram;
import io.graydiff.signal.Signal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is read from outside, held against what the program itself reads through runtime/metrics and
 * runtime.MemStats. {@code -Dgraydiff.matrix=full} takes all versions.
 */
class RuntimeCountersIT {
  /** What the program allocates after its own reading; a P has them in its cache. */
  private static final int OBJECTS_MORE = 100;

  private static final long BYTES_EACH = 64;

  /** A version and a form of building. */
  record Subject(String version, Form form) {}

  static Stream<Subject> subjects() {
    List<String> versions =
        "full".equals(System.getProperty("graydiff.matrix"))
            ? List.of("1.19", "1.21", "1.22", "1.23", "1.24", "1.25", "1.26", "1.27")
            : List.of("1.19", "1.22", "1.23", "1.27");
    return versions.stream()
        .flatMap(
            version ->
                Stream.of(Form.DEFAULT, Form.STRIPPED, Form.PIE_STRIPPED)
                    .map(form -> new Subject(version, form)));
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void aHeldProgramIsReadExactly(Subject subject) throws Exception {
    try (CounterProgram program = start(subject)) {
      RuntimeCounters counters = counters(program);
      work(program);
      program.tell("gc");
      program.hold(OBJECTS_MORE);
      RuntimeSnapshot read = counters.snapshot();
      Truth truth = program.release();

      assertThat(read.whole()).isTrue();
      assertHeap(read, truth);
      assertThat(read.quantity(Quantity.GC_CYCLES_DONE).get()).hasValue(truth.memStats("NumGC"));
      assertThat(read.quantity(Quantity.GC_CYCLES_STARTED).get()).hasValue(truth.memStats("NumGC"));
      assertThat(read.quantity(Quantity.GC_CYCLES_FORCED).get())
          .hasValue(truth.memStats("NumForcedGC"));
      assertThat(read.quantity(Quantity.GC_PAUSE_NANOS).get())
          .hasValue(truth.memStats("PauseTotalNs"));
      assertThat(read.quantity(Quantity.HEAP_GOAL_BYTES).get()).hasValue(truth.memStats("NextGC"));
      assertThat(
              Stream.of(
                      Quantity.HEAP_IN_USE_BYTES,
                      Quantity.HEAP_FREE_BYTES,
                      Quantity.HEAP_RELEASED_BYTES)
                  .mapToLong(part -> read.quantity(part).get().orElseThrow())
                  .sum())
          .as("what is in use, free or released, or was a stack when the program counted")
          .isIn(truth.memStats("HeapSys"), truth.released("HeapSys"));
      assertThat(read.quantity(Quantity.GOROUTINES).get()).hasValue(truth.goroutines());
      assertThat(read.levels()).containsEntry(Signal.GOROUTINE_LIVE, (double) truth.goroutines());
    }
  }

  /**
   * Exactly what the program counted and then allocated. Only where its runtime allocated something
   * of its own meanwhile, for a thread that it started, is there room between the two limits.
   */
  private static void assertHeap(RuntimeSnapshot read, Truth truth) {
    HeapCounters heap = read.heap().get().orElseThrow();
    assertThat(heap.uncertainObjects()).isZero();
    assertThat(total(heap))
        .isBetween(truth.memStats("Mallocs") + OBJECTS_MORE, truth.released("Mallocs"));
    assertThat(truth.released("Mallocs") - truth.memStats("Mallocs"))
        .as("how wide that is")
        .isLessThan(OBJECTS_MORE + RUNTIMES_OWN);
    assertThat(heap.allocatedBytes())
        .isBetween(
            truth.memStats("TotalAlloc") + OBJECTS_MORE * BYTES_EACH, truth.released("TotalAlloc"));
    assertThat(heap.freedObjects() + heap.tinyAllocations())
        .isBetween(truth.memStats("Frees"), truth.released("Frees"));
    assertThat(heap.freedBytes())
        .isEqualTo(truth.memStats("TotalAlloc") - truth.memStats("HeapAlloc"));
    for (int i = 0; i < truth.sizes(); i++) {
      long more = heap.slotBytes().get(i) == BYTES_EACH ? OBJECTS_MORE : 0;
      assertThat(heap.slotBytes().get(i).longValue()).isEqualTo(truth.bySize(i, "Size"));
      assertThat(heap.allocatedByClass().get(i))
          .as("objects of %d bytes", heap.slotBytes().get(i))
          .isBetween(truth.bySize(i, "Mallocs") + more, truth.releasedBySize(i, "Mallocs"));
      assertThat(heap.freedByClass().get(i)).isEqualTo(truth.bySize(i, "Frees"));
    }
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void everyMetricLiesBetweenTheProgramsOwnReadings(Subject subject) throws Exception {
    try (CounterProgram program = start(subject)) {
      RuntimeCounters counters = counters(program);
      work(program);
      Truth before = program.truth();
      RuntimeSnapshot read = counters.snapshot();
      Truth after = program.truth();

      assertBetween(before, read, after);
      assertHistogramsBetween(before, read, after);
    }
  }

  private static void assertBetween(Truth before, RuntimeSnapshot read, Truth after) {
    Map<Quantity, String> metrics =
        Map.ofEntries(
            Map.entry(Quantity.FREED_BYTES, "/gc/heap/frees:bytes"),
            Map.entry(Quantity.HEAP_MARKED_BYTES, "/gc/heap/live:bytes"),
            Map.entry(Quantity.GC_PERCENT, "/gc/gogc:percent"),
            Map.entry(Quantity.MEMORY_LIMIT_BYTES, "/gc/gomemlimit:bytes"),
            Map.entry(Quantity.CPU_GC_MARK_ASSIST_NANOS, "/cpu/classes/gc/mark/assist:cpu-seconds"),
            Map.entry(
                Quantity.CPU_GC_MARK_DEDICATED_NANOS, "/cpu/classes/gc/mark/dedicated:cpu-seconds"),
            Map.entry(Quantity.CPU_GC_MARK_IDLE_NANOS, "/cpu/classes/gc/mark/idle:cpu-seconds"),
            Map.entry(Quantity.CPU_GC_PAUSE_NANOS, "/cpu/classes/gc/pause:cpu-seconds"),
            Map.entry(Quantity.CPU_GC_TOTAL_NANOS, "/cpu/classes/gc/total:cpu-seconds"),
            Map.entry(
                Quantity.CPU_SCAVENGE_ASSIST_NANOS, "/cpu/classes/scavenge/assist:cpu-seconds"),
            Map.entry(
                Quantity.CPU_SCAVENGE_BACKGROUND_NANOS,
                "/cpu/classes/scavenge/background:cpu-seconds"),
            Map.entry(Quantity.CPU_SCAVENGE_TOTAL_NANOS, "/cpu/classes/scavenge/total:cpu-seconds"),
            Map.entry(Quantity.CPU_IDLE_NANOS, "/cpu/classes/idle:cpu-seconds"),
            Map.entry(Quantity.CPU_USER_NANOS, "/cpu/classes/user:cpu-seconds"),
            Map.entry(Quantity.CPU_TOTAL_NANOS, "/cpu/classes/total:cpu-seconds"),
            Map.entry(Quantity.MUTEX_WAIT_NANOS, "/sync/mutex/wait/total:seconds"));
    metrics.forEach(
        (quantity, metric) -> {
          if (before.has(metric)) {
            double scale = metric.endsWith("seconds") ? 1e9 : 1;
            double first = before.scalar(metric) * scale;
            double last = after.scalar(metric) * scale;
            assertThat((double) read.quantity(quantity).get().orElseThrow())
                .as("%s against %s", quantity, metric)
                .isBetween(Math.min(first, last) - 1, Math.max(first, last) + 1);
          }
        });
    assertAvailability(before, read);
  }

  /** What the version has by runtime/metrics, the read tier has; and it says so of the rest. */
  private static void assertAvailability(Truth truth, RuntimeSnapshot read) {
    assertThat(read.quantity(Quantity.CPU_TOTAL_NANOS).get().isPresent())
        .isEqualTo(truth.has("/cpu/classes/total:cpu-seconds"));
    assertThat(read.quantity(Quantity.MUTEX_WAIT_NANOS).get().isPresent())
        .isEqualTo(truth.has("/sync/mutex/wait/total:seconds"));
    assertThat(read.distribution(TimeDistribution.OTHER_PAUSE).get().isPresent())
        .isEqualTo(truth.has("/sched/pauses/total/other:seconds"));
    read.quantities()
        .forEach(
            (quantity, reading) ->
                assertThat(
                        reading.get().isPresent()
                            || reading.reason().orElseThrow().startsWith("not kept by Go"))
                    .as("%s: %s", quantity, reading)
                    .isTrue());
  }

  private static void assertHistogramsBetween(Truth before, RuntimeSnapshot read, Truth after) {
    Map<TimeDistribution, String> metrics =
        Map.of(
            TimeDistribution.SCHEDULE_LATENCY, "/sched/latencies:seconds",
            TimeDistribution.GC_PAUSE, "/gc/pauses:seconds",
            TimeDistribution.OTHER_PAUSE, "/sched/pauses/total/other:seconds",
            TimeDistribution.GC_STOPPING, "/sched/pauses/stopping/gc:seconds",
            TimeDistribution.OTHER_STOPPING, "/sched/pauses/stopping/other:seconds");
    metrics.forEach(
        (distribution, metric) -> {
          if (before.has(metric)) {
            TimeHistogram histogram = read.distribution(distribution).get().orElseThrow();
            List<Long> low = canonical(before.counts(metric));
            List<Long> high = canonical(after.counts(metric));
            for (int i = 0; i < TimeHistogram.BUCKETS; i++) {
              assertThat(histogram.count(i))
                  .as("%s from %d ns", metric, TimeHistogram.lowerNanos(i))
                  .isBetween(low.get(i), high.get(i));
            }
          }
        });
  }

  /**
   * The counts of runtime/metrics without underflow and overflow; those of Go 1.19, whose buckets
   * are finer, added up by the lower bounds that histogram.go of 1.19 gives.
   */
  private static List<Long> canonical(List<Long> counts) {
    if (counts.size() == TimeHistogram.BUCKETS + 2) {
      return counts.subList(1, TimeHistogram.BUCKETS + 1);
    }
    List<Long> sums = new ArrayList<>();
    for (int bucket = 0; bucket < TimeHistogram.BUCKETS; bucket++) {
      long sum = 0;
      for (int fine = 0; fine < 45 * 16; fine++) {
        long lower = fine < 16 ? fine : (16L + fine % 16) << (fine / 16 - 1);
        if (lower >= TimeHistogram.lowerNanos(bucket)
            && lower < TimeHistogram.lowerNanos(bucket + 1)) {
          sum += counts.get(fine + 1);
        }
      }
      sums.add(sum);
    }
    return sums;
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void aWindowCountsWhatHappenedInIt(Subject subject) throws Exception {
    try (CounterProgram program = start(subject)) {
      RuntimeCounters counters = counters(program);
      program.tell("gc");
      RuntimeSnapshot before = counters.snapshot();
      program.tell("park 321");
      RuntimeSnapshot parked = counters.snapshot();
      program.tell("release 321");
      program.tell("spawn 1000");
      program.tell("gc");
      program.tell("gc");
      RuntimeSnapshot after = counters.snapshot();

      assertThat(parked.quantity(Quantity.GOROUTINES).get().orElseThrow())
          .isEqualTo(before.quantity(Quantity.GOROUTINES).get().orElseThrow() + 321);
      assertThat(parked.countsSince(before))
          .containsEntry(Signal.GOROUTINE_CREATED, 321.0)
          .containsEntry(Signal.GOROUTINE_EXITED, 0.0)
          .containsEntry(Signal.GC_CYCLES, 0.0);
      assertThat(after.countsSince(parked)).containsEntry(Signal.GC_CYCLES, 2.0);
      assertThat(after.countsSince(parked).get(Signal.GOROUTINE_CREATED))
          .isBetween(1000.0, 1000.0 + RUNTIMES_OWN);
      assertThat(after.countsSince(parked).get(Signal.GOROUTINE_EXITED))
          .isBetween(1000.0, 1321.0 + RUNTIMES_OWN);

      assertThat(
              after.histogramsSince(before).getOrDefault(Signal.GC_PAUSE, Histogram.EMPTY).count())
          .as("two pauses for each of two collections")
          .isEqualTo(4);
      assertThat(after.histogramsSince(before)).containsKey(Signal.SCHEDULE_LATENCY);
    }
  }

  /** Mark workers and the like that a collection may start once. */
  private static final int RUNTIMES_OWN = 16;

  @ParameterizedTest
  @MethodSource("subjects")
  void aBusyProgramIsReadWithoutGoingBack(Subject subject) throws Exception {
    try (CounterProgram program = start(subject)) {
      RuntimeCounters counters = counters(program);
      program.tell("busy");
      RuntimeSnapshot first = counters.snapshot();
      RuntimeSnapshot earlier = first;
      for (int i = 0; i < 50; i++) {
        RuntimeSnapshot later = counters.snapshot();
        HeapCounters heap = later.heap().get().orElseThrow();
        HeapCounters before = earlier.heap().get().orElseThrow();
        assertThat(total(heap)).isGreaterThanOrEqualTo(total(before));
        assertThat(heap.allocatedBytes()).isGreaterThanOrEqualTo(before.allocatedBytes());
        assertThat(heap.freedObjects()).isGreaterThanOrEqualTo(before.freedObjects());
        later.histogramsSince(earlier);
        earlier = later;
      }
      assertThat(total(earlier.heap().get().orElseThrow()))
          .isGreaterThan(total(first.heap().get().orElseThrow()));
    }
  }

  /**
   * What is certain is no more than the program counts afterwards, what is uncertain makes up for
   * all that it counted before; by a new reader each time, which knows no earlier counts.
   */
  @ParameterizedTest
  @MethodSource("subjects")
  void whatABusyProgramAllocatedLiesWithinTheLimits(Subject subject) throws Exception {
    try (CounterProgram program = start(subject)) {
      program.tell("busy");
      for (int i = 0; i < 6; i++) {
        RuntimeCounters counters = counters(program);
        Truth before = program.truth();
        HeapCounters heap = counters.snapshot().heap().get().orElseThrow();
        Truth after = program.truth();
        assertThat(total(heap)).isLessThanOrEqualTo(after.memStats("Mallocs"));
        assertThat(total(heap) + heap.uncertainObjects())
            .isGreaterThanOrEqualTo(before.released("Mallocs"));
        for (int size = 0; size < after.sizes(); size++) {
          assertThat(heap.allocatedByClass().get(size))
              .as("objects of %d bytes", heap.slotBytes().get(size))
              .isLessThanOrEqualTo(after.bySize(size, "Mallocs"));
        }
      }
    }
  }

  private static long total(HeapCounters heap) {
    return heap.allocatedObjects() + heap.tinyAllocations();
  }

  private static CounterProgram start(Subject subject) throws Exception {
    return CounterProgram.start(program(subject));
  }

  private static Path program(Subject subject) throws Exception {
    return GoBuilder.build(
        "runtimecounters", new GoBuild(subject.version(), Arch.AMD64, subject.form()));
  }

  private static RuntimeCounters counters(CounterProgram program) throws Exception {
    Path running = Path.of("/proc/" + program.pid() + "/exe");
    try (GoBinary binary = GoBinary.open(running)) {
      return RuntimeCounters.of(binary, VariableFinderIT.layout(binary), program.pid());
    }
  }

  private static void work(CounterProgram program) throws Exception {
    program.tell("allocate 20000");
    program.tell("contend 20");
    program.tell("gc");
    program.tell("spawn 500");
    program.tell("park 50");
    program.tell("allocate 3000");
  }
}
