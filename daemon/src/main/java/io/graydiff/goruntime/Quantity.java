package io.graydiff.goruntime;

import static io.graydiff.goruntime.RuntimeVariable.GC_CONTROLLER;
import static io.graydiff.goruntime.RuntimeVariable.MEMSTATS;
import static io.graydiff.goruntime.RuntimeVariable.SCHED;
import static io.graydiff.goruntime.RuntimeVariable.WORK;

import java.util.Optional;

/**
 * A number that Go's runtime keeps of itself, in nanoseconds, bytes or units of one. The names in
 * brackets are those of runtime/metrics.
 */
public enum Quantity {
  /** Collections begun. */
  GC_CYCLES_STARTED(Nature.COUNTER, WORK, "cycles"),
  /** Collections finished [/gc/cycles/total]. */
  GC_CYCLES_DONE(Nature.COUNTER, MEMSTATS, "numgc"),
  /** Of these, asked for by the program [/gc/cycles/forced]. */
  GC_CYCLES_FORCED(Nature.COUNTER, MEMSTATS, "numforcedgc"),
  /** Time of all stop-the-world pauses for the collector [MemStats.PauseTotalNs]. */
  GC_PAUSE_NANOS(Nature.COUNTER, MEMSTATS, "pause_total_ns"),
  /**
   * Bytes allocated, less those in spans that a P has cached; {@link HeapCounters} has them all.
   */
  ALLOCATED_BYTES(Nature.COUNTER, GC_CONTROLLER, "totalAlloc"),
  /** Bytes freed by sweeping [/gc/heap/frees]. */
  FREED_BYTES(Nature.COUNTER, GC_CONTROLLER, "totalFree"),
  /** The pacer's estimate of the bytes that would survive or were allocated since marking. */
  HEAP_LIVE_BYTES(Nature.LEVEL, GC_CONTROLLER, "heapLive"),
  /** Bytes marked by the last collection [/gc/heap/live]. */
  HEAP_MARKED_BYTES(Nature.LEVEL, GC_CONTROLLER, "heapMarked"),
  HEAP_IN_USE_BYTES(Nature.LEVEL, GC_CONTROLLER, "heapInUse"),
  HEAP_FREE_BYTES(Nature.LEVEL, GC_CONTROLLER, "heapFree"),
  HEAP_RELEASED_BYTES(Nature.LEVEL, GC_CONTROLLER, "heapReleased"),
  /** GOMEMLIMIT [/gc/gomemlimit]. */
  MEMORY_LIMIT_BYTES(Nature.LEVEL, GC_CONTROLLER, "memoryLimit"),
  /** GOGC, -1 for off [/gc/gogc]. */
  GC_PERCENT(Nature.LEVEL, GC_CONTROLLER, "gcPercent"),
  /** Heap size at which the current collection should end [/gc/heap/goal]. */
  HEAP_GOAL_BYTES(Nature.LEVEL),
  /** Estimated CPU time by class, as of the last collection [/cpu/classes]. */
  CPU_GC_MARK_ASSIST_NANOS(Nature.COUNTER, WORK, "cpuStats", "gcAssistTime"),
  CPU_GC_MARK_DEDICATED_NANOS(Nature.COUNTER, WORK, "cpuStats", "gcDedicatedTime"),
  CPU_GC_MARK_IDLE_NANOS(Nature.COUNTER, WORK, "cpuStats", "gcIdleTime"),
  CPU_GC_PAUSE_NANOS(Nature.COUNTER, WORK, "cpuStats", "gcPauseTime"),
  CPU_GC_TOTAL_NANOS(Nature.COUNTER, WORK, "cpuStats", "gcTotalTime"),
  CPU_SCAVENGE_ASSIST_NANOS(Nature.COUNTER, WORK, "cpuStats", "scavengeAssistTime"),
  CPU_SCAVENGE_BACKGROUND_NANOS(Nature.COUNTER, WORK, "cpuStats", "scavengeBgTime"),
  CPU_SCAVENGE_TOTAL_NANOS(Nature.COUNTER, WORK, "cpuStats", "scavengeTotalTime"),
  CPU_IDLE_NANOS(Nature.COUNTER, WORK, "cpuStats", "idleTime"),
  /** What is left of the total; estimated as a difference, so it may fall a little. */
  CPU_USER_NANOS(Nature.LEVEL, WORK, "cpuStats", "userTime"),
  CPU_TOTAL_NANOS(Nature.COUNTER, WORK, "cpuStats", "totalTime"),
  /** Goroutines that exist, as runtime.NumGoroutine counts them. */
  GOROUTINES(Nature.LEVEL),
  /** The same with those that the runtime runs for itself. */
  GOROUTINES_WITH_SYSTEM(Nature.LEVEL),
  /** Timers in the heaps of the Ps, less those that are stopped and still to be taken out. */
  TIMERS(Nature.LEVEL),
  /** Goroutines created since the start [/sched/goroutines-created]. */
  GOROUTINES_CREATED(Nature.COUNTER),
  /** Time goroutines waited for sync.Mutex, RWMutex and the runtime's locks [/sync/mutex/wait]. */
  MUTEX_WAIT_NANOS(Nature.COUNTER),
  /** The part of it for the runtime's own locks that ended threads left behind. */
  RUNTIME_LOCK_WAIT_NANOS(Nature.COUNTER, SCHED, "totalRuntimeLockWaitTime");

  /** Whether a quantity only grows. */
  enum Nature {
    COUNTER,
    LEVEL
  }

  /**
   * Where a quantity stands as it is.
   *
   * @param field of the variable
   * @param member of the structure in that field, empty when the field is the number itself
   */
  record Place(RuntimeVariable variable, String field, Optional<String> member) {
    /** Where in the variable it stands; empty when the version has no such field. */
    Optional<GoLayout.Field> in(GoLayout layout) {
      Optional<GoLayout.Field> outer = layout.field(variable.structure(), field);
      return member.isEmpty()
          ? outer
          : outer.flatMap(
              nested ->
                  layout
                      .field("runtime." + field, member.get())
                      .map(f -> new GoLayout.Field(nested.offset() + f.offset(), f.size())));
    }
  }

  private final Nature nature;
  private final Optional<Place> place;

  Quantity(Nature nature) {
    this.nature = nature;
    this.place = Optional.empty();
  }

  Quantity(Nature nature, RuntimeVariable variable, String field) {
    this.nature = nature;
    this.place = Optional.of(new Place(variable, field, Optional.empty()));
  }

  Quantity(Nature nature, RuntimeVariable variable, String field, String member) {
    this.nature = nature;
    this.place = Optional.of(new Place(variable, field, Optional.of(member)));
  }

  boolean isCounter() {
    return nature == Nature.COUNTER;
  }

  /** Empty for a quantity that is computed from several. */
  Optional<Place> place() {
    return place;
  }
}
