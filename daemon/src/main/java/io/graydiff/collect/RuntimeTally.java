package io.graydiff.collect;

import io.graydiff.goruntime.RuntimeCounters;
import io.graydiff.goruntime.RuntimeSnapshot;
import io.graydiff.goruntime.TargetMemoryException;
import io.graydiff.histogram.BucketLayout;
import io.graydiff.histogram.Histogram;
import io.graydiff.kernel.KernelAbi;
import io.graydiff.signal.Signal;
import java.util.Optional;

/**
 * What the Go runtime of one process has counted by itself since the last window. For the
 * collector's thread.
 */
final class RuntimeTally {
  private final RuntimeCounters counters;
  private RuntimeSnapshot last;

  private RuntimeTally(RuntimeCounters counters, RuntimeSnapshot last) {
    this.counters = counters;
    this.last = last;
  }

  /** Counts from now on; empty where the counters cannot be read. */
  static Optional<RuntimeTally> begin(Observation observation) {
    try {
      if (observation.runtime().isPresent()) {
        RuntimeCounters counters = observation.runtime().get();
        return Optional.of(new RuntimeTally(counters, counters.snapshot()));
      }
    } catch (TargetMemoryException ended) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  /** Writes what came since the last time; nothing when the process has ended. */
  void write(BlockWriter to) {
    RuntimeSnapshot now;
    try {
      now = counters.snapshot();
    } catch (TargetMemoryException ended) {
      return;
    }
    Histogram waits = now.histogramsSince(last).get(Signal.SCHEDULE_LATENCY);
    if (waits != null && !waits.isEmpty()) {
      for (int bucket = 0; bucket < BucketLayout.BUCKETS; bucket++) {
        if (waits.count(bucket) != 0) {
          to.bucket(KernelAbi.GD_SERIES_SCHEDULE, bucket, (int) waits.count(bucket));
        }
      }
      to.sum(KernelAbi.GD_SERIES_SCHEDULE, Math.round(waits.sum()));
    }
    Double goroutines = now.levels().get(Signal.GOROUTINE_LIVE);
    if (goroutines != null) {
      to.word(WindowLayout.GOROUTINES, 1 + goroutines.longValue());
    }
    last = now;
  }
}
