package io.graydiff.goruntime;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** Turns copied memory into quantities, and what is missing into reasons. */
final class SnapshotDecoder {
  /** Go's default of GOMEMLIMIT: none. */
  private static final long NO_LIMIT = Long.MAX_VALUE;

  /** mgcpacer.go, heapGoalInternal: the goal lies at least that far above the trigger. */
  private static final long MIN_RUNWAY = 64 << 10;

  private final GoLayout layout;
  private final Map<RuntimeVariable, Long> addresses;

  SnapshotDecoder(GoLayout layout, Map<RuntimeVariable, Long> addresses) {
    this.layout = layout;
    this.addresses = addresses;
  }

  RuntimeSnapshot decode(RawSnapshot raw, int torn, boolean whole) {
    Map<Quantity, Reading<Long>> quantities = new EnumMap<>(Quantity.class);
    for (Quantity quantity : Quantity.values()) {
      quantities.put(
          quantity,
          quantity
              .place()
              .map(place -> inPlace(raw.globals(), place))
              .orElseGet(() -> computed(raw, quantity)));
    }
    Map<TimeDistribution, Reading<TimeHistogram>> distributions =
        new EnumMap<>(TimeDistribution.class);
    for (TimeDistribution distribution : TimeDistribution.values()) {
      distributions.put(distribution, distribution(raw.globals(), distribution));
    }
    return new RuntimeSnapshot(quantities, distributions, heap(raw), torn, whole);
  }

  private Reading<HeapCounters> heap(RawSnapshot raw) {
    return raw.heapAddsUp()
        ? reading(raw.heap(), RuntimeVariable.MEMSTATS, RuntimeVariable.ALLP, RuntimeVariable.SCHED)
        : Reading.notAvailable("changed each time it was read");
  }

  private Reading<Long> inPlace(Globals globals, Quantity.Place place) {
    return reading(globals.number(place), place.variable());
  }

  private <T> Reading<T> reading(Optional<T> value, RuntimeVariable... needed) {
    if (value.isPresent()) {
      return Reading.of(value.get());
    }
    for (RuntimeVariable variable : needed) {
      if (!addresses.containsKey(variable)) {
        return Reading.notAvailable(variable.symbol() + " was not found in the process");
      }
    }
    return Reading.notAvailable("not kept by Go " + layout.version());
  }

  private Reading<TimeHistogram> distribution(Globals globals, TimeDistribution distribution) {
    Reading<TimeHistogram> last = Reading.notAvailable("not kept by Go " + layout.version());
    for (TimeDistribution.Place place : distribution.places()) {
      boolean kept = layout.offset(place.variable().structure(), place.field()).isPresent();
      if (kept) {
        last = reading(globals.histogram(place), place.variable());
      }
    }
    return last;
  }

  private Reading<Long> computed(RawSnapshot raw, Quantity quantity) {
    Globals globals = raw.globals();
    return switch (quantity) {
      case HEAP_GOAL_BYTES ->
          reading(globals.structure(RuntimeVariable.GC_CONTROLLER), RuntimeVariable.GC_CONTROLLER)
              .then(SnapshotDecoder::heapGoal);
      case GOROUTINES -> goroutines(raw).then(n -> Reading.of(n - systemGoroutines(globals)));
      case GOROUTINES_WITH_SYSTEM -> goroutines(raw);
      case TIMERS -> timers(raw);
      case GOROUTINES_CREATED -> created(raw);
      case MUTEX_WAIT_NANOS -> mutexWait(raw);
      default -> throw new IllegalStateException(quantity + " has no rule");
    };
  }

  /** mgcpacer.go, heapGoalInternal, without a memory limit. */
  private static Reading<Long> heapGoal(StructView pacer) {
    if (pacer.number("gcPercentHeapGoal").isEmpty()) {
      return Reading.notAvailable("not kept by Go " + pacer.layout().version());
    }
    if (pacer.known("memoryLimit") != NO_LIMIT) {
      return Reading.notAvailable("not computed when a memory limit is set");
    }
    long goal = Math.max(pacer.known("gcPercentHeapGoal"), pacer.known("sweepDistMinTrigger"));
    long triggered = pacer.known("triggered");
    return Reading.of(triggered == -1 ? goal : Math.max(goal, triggered + MIN_RUNWAY));
  }

  /** proc.go, gcount: all that were ever made, less those that wait to be used again. */
  private Reading<Long> goroutines(RawSnapshot raw) {
    Optional<Long> made = raw.globals().word(RuntimeVariable.ALLGS, GoSlice.LENGTH_AT);
    Optional<Long> free =
        raw.globals()
            .structure(RuntimeVariable.SCHED)
            .filter(sched -> !raw.processors().isEmpty())
            .map(
                sched ->
                    sched.orZero("gFree.n")
                        + sched.orZero("gFree.stack.size")
                        + sched.orZero("gFree.noStack.size")
                        + sum(raw.processors(), Processors.P::freeGoroutines));
    return reading(
        made.flatMap(all -> free.map(idle -> all - idle)),
        RuntimeVariable.ALLGS,
        RuntimeVariable.SCHED,
        RuntimeVariable.ALLP);
  }

  private static long systemGoroutines(Globals globals) {
    return globals.structure(RuntimeVariable.SCHED).map(s -> s.known("ngsys")).orElse(0L);
  }

  /** Goroutine ids are handed to Ps in batches; those given out less those not used yet. */
  private Reading<Long> created(RawSnapshot raw) {
    return reading(
        raw.globals()
            .structure(RuntimeVariable.SCHED)
            .filter(sched -> !raw.processors().isEmpty())
            .map(sched -> sched.known("goidgen") - sum(raw.processors(), Processors.P::unusedIds)),
        RuntimeVariable.SCHED,
        RuntimeVariable.ALLP);
  }

  private Reading<Long> timers(RawSnapshot raw) {
    return raw.processors().isEmpty()
        ? reading(Optional.empty(), RuntimeVariable.ALLP)
        : Reading.of(sum(raw.processors(), Processors.P::timers));
  }

  private static long sum(List<Processors.P> processors, ToLongFunction<Processors.P> part) {
    return processors.stream().mapToLong(part).sum();
  }

  /** debug.go, totalMutexWaitTimeNanos. */
  private Reading<Long> mutexWait(RawSnapshot raw) {
    Optional<StructView> sched = raw.globals().structure(RuntimeVariable.SCHED);
    Optional<Long> total = sched.flatMap(s -> s.number("totalMutexWaitTime"));
    if (total.isEmpty()) {
      return reading(total, RuntimeVariable.SCHED);
    }
    long ended = sched.map(s -> s.orZero("totalRuntimeLockWaitTime")).orElse(0L);
    return reading(
        raw.lockWaitNanos().map(running -> total.get() + ended + running), RuntimeVariable.ALLM);
  }
}
