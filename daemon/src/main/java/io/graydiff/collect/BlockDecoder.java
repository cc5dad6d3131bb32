package io.graydiff.collect;

import io.graydiff.histogram.Histogram;
import io.graydiff.kernel.KernelAbi;
import io.graydiff.probe.ProbeKind;
import io.graydiff.probe.SignalPlan;
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
  /** Rounding of clocks is not sampling. */
  private static final double FULL = 0.995;

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

  /**
   * What the member did.
   *
   * @param requestsPerSecond by {@link RequestRate}
   */
  ProcessWindow decode(Observation observation, Set<Signal> signals, double requestsPerSecond) {
    Map<Series, Histogram> distributions = new HashMap<>();
    Map<Series, Histogram> censored = new HashMap<>();
    Map<Signal, Double> counts = new HashMap<>();
    observedButSilent(observation, signals, distributions, counts);
    rows.forEach(
        (row, buckets) -> {
          boolean cutOff = row >= KernelAbi.GD_SERIES;
          Series series = KernelSeries.of(row % KernelAbi.GD_SERIES, observation);
          if (signals.contains(series.signal())) {
            double sum = longs.getOrDefault(WindowLayout.sum(0, row), 0L);
            add(cutOff ? censored : distributions, series, Histogram.of(buckets, sum));
          }
        });
    KernelSeries.COUNTERS.forEach(
        (counter, signal) ->
            counts.computeIfPresent(signal, (s, none) -> (double) counter(counter)));
    Exposure exposure = exposure(requestsPerSecond);
    Map<Signal, Double> levels = new HashMap<>();
    for (Signal signal : signals) {
      long word = word(WindowLayout.SIGNALS + signal.ordinal());
      if (word > 0) {
        Map<Signal, Double> kind = signal.kind() == Kind.LEVEL ? levels : counts;
        kind.put(signal, signal.unit().toBase(word - 1.0));
      }
    }
    return new ProcessWindow(
        observation.process().pid(),
        observation.process().startTicks(),
        new Measures(
            distributions, censored, counts, levels, exposure, sampled(observation, exposure)));
  }

  private static void add(Map<Series, Histogram> to, Series series, Histogram histogram) {
    to.merge(series, histogram, Histogram::plus);
    if (!series.isWhole()) {
      to.merge(Series.whole(series.signal()), histogram, Histogram::plus);
    }
  }

  /** Requests that were served but not timed, because other probes slowed them down. */
  long requestsLeftOut() {
    return counter(KernelAbi.GD_COUNT_REQUESTS_LEFT_OUT);
  }

  private long counter(int counter) {
    return longs.getOrDefault(WindowLayout.counter(0, counter), 0L);
  }

  /** The part of the exposure that fell into windows of the probes, for signals that have some. */
  private Map<Signal, Exposure> sampled(Observation observation, Exposure whole) {
    Map<Signal, Exposure> sampled = new HashMap<>();
    for (SignalPlan plan : observation.plan().signals().values()) {
      if (plan.signal() == Signal.SCHEDULE_LATENCY && observation.readsWaits()) {
        continue;
      }
      double share =
          plan.probes().stream().mapToDouble(probe -> coverage(probe.kind())).min().orElse(1);
      if (share < FULL) {
        sampled.put(plan.signal(), whole.times(share));
      }
    }
    return sampled;
  }

  private double coverage(ProbeKind kind) {
    long observed = word(WindowLayout.OBSERVED_NANOS);
    return observed == 0
        ? 0
        : Math.min(1, (double) word(WindowLayout.OPEN_NANOS + kind.number()) / observed);
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

  /** Requests served, while they were observed. */
  RequestRate requestRate() {
    return new RequestRate(
        counter(KernelAbi.GD_COUNT_REQUESTS),
        word(WindowLayout.OPEN_NANOS + ProbeKind.HTTP.number()) / 1e9,
        word(WindowLayout.OBSERVED_NANOS) / 1e9);
  }

  private Exposure exposure(double requestsPerSecond) {
    double seconds = word(WindowLayout.OBSERVED_NANOS) / 1e9;
    return new Exposure(requestsPerSecond * seconds, word(WindowLayout.CPU_NANOS) / 1e9, seconds);
  }

  private long word(int word) {
    return longs.getOrDefault(WindowLayout.word(0, word), 0L);
  }
}
