package io.graydiff.goruntime;

import io.graydiff.histogram.Histogram;
import io.graydiff.signal.Signal;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What Go's runtime had counted of a process at one moment. Two snapshots make a window. Immutable.
 *
 * @param quantities every quantity, with its value or the reason why there is none
 * @param distributions every distribution, likewise
 * @param heap the allocator's counts
 * @param tornReads how often the reading had to be repeated because the process changed what was
 *     being read
 * @param whole whether the last repetition was free of such changes; if not, a quantity that is the
 *     sum of several places may be off by what changed in the microseconds of the reading
 */
public record RuntimeSnapshot(
    Map<Quantity, Reading<Long>> quantities,
    Map<TimeDistribution, Reading<TimeHistogram>> distributions,
    Reading<HeapCounters> heap,
    int tornReads,
    boolean whole) {

  public RuntimeSnapshot {
    quantities = Map.copyOf(quantities);
    distributions = Map.copyOf(distributions);
  }

  /** The same, with no count of the allocator behind an earlier one. */
  RuntimeSnapshot withHeapNotBelow(HeapCounters earlier) {
    return new RuntimeSnapshot(
        quantities,
        distributions,
        heap.then(counters -> Reading.of(counters.notBelow(earlier))),
        tornReads,
        whole);
  }

  /** One quantity, or why there is none. */
  public Reading<Long> quantity(Quantity quantity) {
    return quantities.getOrDefault(quantity, Reading.notAvailable("not read"));
  }

  /** One distribution, or why there is none. */
  public Reading<TimeHistogram> distribution(TimeDistribution distribution) {
    return distributions.getOrDefault(distribution, Reading.notAvailable("not read"));
  }

  /**
   * The distributions that are signals, in nanoseconds: {@link Signal#SCHEDULE_LATENCY} (one in
   * eight of the events) and {@link Signal#GC_PAUSE} (the collector's pauses, which every version
   * keeps). For the error of placement see {@link TimeHistogram#since}. Absent is what either
   * snapshot lacks.
   */
  public Map<Signal, Histogram> histogramsSince(RuntimeSnapshot earlier) {
    Map<Signal, Histogram> found = new EnumMap<>(Signal.class);
    difference(earlier, TimeDistribution.SCHEDULE_LATENCY)
        .ifPresent(h -> found.put(Signal.SCHEDULE_LATENCY, h));
    difference(earlier, TimeDistribution.GC_PAUSE).ifPresent(h -> found.put(Signal.GC_PAUSE, h));
    return found;
  }

  private Optional<Histogram> difference(RuntimeSnapshot earlier, TimeDistribution distribution) {
    Optional<TimeHistogram> before = earlier.distribution(distribution).get();
    return distribution(distribution).get().flatMap(now -> before.map(now::since));
  }

  /**
   * The counts that are signals, in base units. Goroutines that ended are those created less the
   * growth of those that exist. Absent is what either snapshot lacks.
   */
  public Map<Signal, Double> countsSince(RuntimeSnapshot earlier) {
    Map<Signal, Double> found = new EnumMap<>(Signal.class);
    difference(earlier, Quantity.GC_CYCLES_STARTED).ifPresent(n -> put(found, Signal.GC_CYCLES, n));
    Optional<Long> created = difference(earlier, Quantity.GOROUTINES_CREATED);
    created.ifPresent(n -> put(found, Signal.GOROUTINE_CREATED, n));
    Optional<Long> growth = difference(earlier, Quantity.GOROUTINES_WITH_SYSTEM);
    created
        .flatMap(born -> growth.map(more -> born - more))
        .ifPresent(n -> put(found, Signal.GOROUTINE_EXITED, n));
    difference(earlier, Quantity.CPU_GC_TOTAL_NANOS)
        .ifPresent(n -> put(found, Signal.GC_CPU_SECONDS, n));
    difference(earlier, Quantity.MUTEX_WAIT_NANOS)
        .ifPresent(n -> put(found, Signal.LOCK_WAIT_SECONDS, n));
    earlier
        .heap()
        .get()
        .flatMap(before -> heap().get().map(now -> now.minus(before)))
        .ifPresent(
            more -> {
              put(found, Signal.ALLOC_BYTES, more.bytes());
              put(found, Signal.ALLOC_OBJECTS, more.objects());
            });
    return found;
  }

  private Optional<Long> difference(RuntimeSnapshot earlier, Quantity quantity) {
    Optional<Long> before = earlier.quantity(quantity).get();
    return quantity(quantity).get().flatMap(now -> before.map(then -> now - then));
  }

  private static void put(Map<Signal, Double> counts, Signal signal, long n) {
    counts.put(signal, signal.unit().toBase(Math.max(0, n)));
  }

  /** The levels that are signals. Absent is what the snapshot lacks. */
  public Map<Signal, Double> levels() {
    Map<Signal, Double> found = new EnumMap<>(Signal.class);
    level(found, Signal.GOROUTINE_LIVE, quantity(Quantity.GOROUTINES).get());
    level(found, Signal.TIMERS_ACTIVE, quantity(Quantity.TIMERS).get());
    level(found, Signal.HEAP_LIVE_BYTES, quantity(Quantity.HEAP_MARKED_BYTES).get());
    level(found, Signal.HEAP_RELEASED_BYTES, quantity(Quantity.HEAP_RELEASED_BYTES).get());
    Optional<Long> inUse = quantity(Quantity.HEAP_IN_USE_BYTES).get();
    Optional<Long> free = quantity(Quantity.HEAP_FREE_BYTES).get();
    level(found, Signal.HEAP_RETAINED_BYTES, inUse.flatMap(used -> free.map(idle -> used + idle)));
    return found;
  }

  private static void level(Map<Signal, Double> levels, Signal signal, Optional<Long> value) {
    value.ifPresent(n -> levels.put(signal, n.doubleValue()));
  }
}
