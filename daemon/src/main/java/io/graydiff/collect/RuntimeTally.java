package io.graydiff.collect;

import io.graydiff.goruntime.RuntimeCounters;
import io.graydiff.goruntime.RuntimeSnapshot;
import io.graydiff.goruntime.TargetMemoryException;
import io.graydiff.histogram.BucketLayout;
import io.graydiff.histogram.Histogram;
import io.graydiff.kernel.KernelAbi;
import io.graydiff.signal.Signal;
import io.graydiff.target.BinaryId;
import io.graydiff.target.GoProcess;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * What the Go runtime of one process has counted by itself since the last window. For the
 * collector's thread.
 */
final class RuntimeTally {
  private final GoProcess process;
  private final Set<Signal> probed;
  private final RuntimeCounters counters;
  private RuntimeSnapshot last;

  private RuntimeTally(
      GoProcess process, Set<Signal> probed, RuntimeCounters counters, RuntimeSnapshot last) {
    this.process = process;
    this.probed = probed;
    this.counters = counters;
    this.last = last;
  }

  /** Counts from now on; empty where the counters cannot be read. */
  static Optional<RuntimeTally> begin(Observation observation) {
    try {
      if (observation.runtime().isPresent()) {
        RuntimeCounters counters = observation.runtime().get();
        return Optional.of(
            new RuntimeTally(
                observation.process(),
                observation.plan().available(),
                counters,
                counters.snapshot()));
      }
    } catch (TargetMemoryException ended) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  /**
   * Writes what came since the last time; nothing when the process has ended or executes another
   * program, which has other things at these addresses.
   */
  void write(BlockWriter to) {
    if (!isSameProgram()) {
      return;
    }
    RuntimeSnapshot now;
    try {
      now = counters.snapshot();
    } catch (TargetMemoryException ended) {
      return;
    }
    if (!isSameProgram()) {
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
    now.levels().forEach(to::signal);
    now.countsSince(last)
        .forEach(
            (signal, count) -> {
              if (!probed.contains(signal)) {
                to.signal(signal, count);
              }
            });
    last = now;
  }

  private boolean isSameProgram() {
    try {
      return BinaryId.of(process.executable()).equals(process.binary());
    } catch (IOException ended) {
      return false;
    }
  }
}
