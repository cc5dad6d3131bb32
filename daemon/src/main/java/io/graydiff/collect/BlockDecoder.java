package io.graydiff.collect;

import io.graydiff.histogram.Histogram;
import io.graydiff.kernel.KernelAbi;
import io.graydiff.signal.Kind;
import io.graydiff.signal.Signal;
import io.graydiff.window.Exposure;
import io.graydiff.window.Measures;
import io.graydiff.window.ProcessWindow;
import io.graydiff.window.Series;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Collects the pairs of one member's block, then gives what the member did. */
final class BlockDecoder {
  private final Map<Integer, long[]> rows = new TreeMap<>();
  private final Map<Integer, Long> longs = new HashMap<>();

  /** One pair, its index relative to the block. */
  void accept(int index, int value) {
    int series = index / WindowLayout.SERIES_STRIDE;
    int bucket = index % WindowLayout.SERIES_STRIDE;
    if (index < WindowLayout.COUNTERS_AT && bucket < KernelAbi.GD_BUCKETS) {
      rows.computeIfAbsent(series, s -> new long[KernelAbi.GD_BUCKETS])[bucket] =
          Integer.toUnsignedLong(value);
      return;
    }
    boolean high =
        index < WindowLayout.COUNTERS_AT
            ? bucket == KernelAbi.GD_BUCKETS + 1
            : (index - WindowLayout.COUNTERS_AT) % 2 == 1;
    long part = high ? (long) value << 32 : Integer.toUnsignedLong(value);
    longs.merge(high ? index - 1 : index, part, Long::sum);
  }

  int member() {
    return (int) word(WindowLayout.MEMBER);
  }

  ProcessWindow decode(Observation observation, Set<Signal> signals) {
    Map<Series, Histogram> distributions = new HashMap<>();
    Map<Signal, Double> counts = new HashMap<>();
    observedButSilent(observation, signals, distributions, counts);
    rows.forEach(
        (row, buckets) -> {
          Series series = KernelSeries.of(row, observation);
          if (signals.contains(series.signal())) {
            Histogram histogram =
                Histogram.of(buckets, longs.getOrDefault(WindowLayout.sum(0, row), 0L));
            distributions.merge(series, histogram, Histogram::plus);
            if (!series.isWhole()) {
              distributions.merge(Series.whole(series.signal()), histogram, Histogram::plus);
            }
          }
        });
    KernelSeries.COUNTERS.forEach(
        (counter, signal) ->
            counts.computeIfPresent(
                signal,
                (s, none) -> (double) longs.getOrDefault(WindowLayout.counter(0, counter), 0L)));
    Exposure exposure = exposure();
    Map<Signal, Double> levels = new HashMap<>();
    level(levels, signals, Signal.PROCESS_RESIDENT_BYTES, WindowLayout.RESIDENT_BYTES);
    level(levels, signals, Signal.PROCESS_THREADS, WindowLayout.THREADS);
    level(levels, signals, Signal.PROCESS_FDS, WindowLayout.FDS);
    if (signals.contains(Signal.PROCESS_CPU_SECONDS)) {
      counts.put(Signal.PROCESS_CPU_SECONDS, exposure.cpuSeconds());
    }
    return new ProcessWindow(
        observation.process().pid(),
        observation.process().startTicks(),
        new Measures(distributions, Map.of(), counts, levels, exposure));
  }

  /** What was watched and did not happen is zero, which is not the same as not watched. */
  private static void observedButSilent(
      Observation observation,
      Set<Signal> signals,
      Map<Series, Histogram> distributions,
      Map<Signal, Double> counts) {
    for (Signal signal : observation.plan().available()) {
      if (signals.contains(signal)) {
        if (signal.kind() == Kind.DISTRIBUTION) {
          distributions.put(Series.whole(signal), Histogram.EMPTY);
        } else {
          counts.put(signal, 0.0);
        }
      }
    }
  }

  private void level(Map<Signal, Double> levels, Set<Signal> signals, Signal signal, int word) {
    if (signals.contains(signal)) {
      levels.put(signal, (double) word(word));
    }
  }

  private Exposure exposure() {
    long requests = 0;
    for (long count : rows.getOrDefault(KernelAbi.GD_SERIES_HTTP_REQUEST, new long[0])) {
      requests += count;
    }
    return new Exposure(
        requests, word(WindowLayout.CPU_NANOS) / 1e9, word(WindowLayout.OBSERVED_NANOS) / 1e9);
  }

  private long word(int word) {
    return longs.getOrDefault(WindowLayout.word(0, word), 0L);
  }
}
