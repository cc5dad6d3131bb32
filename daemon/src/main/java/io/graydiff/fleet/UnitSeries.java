package io.graydiff.fleet;

import io.graydiff.histogram.Histogram;
import io.graydiff.signal.Signal;
import io.graydiff.window.Exposure;
import io.graydiff.window.Measures;
import io.graydiff.window.Series;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What one unit had exported at each point of a grid, and what it did in between. Filled by one
 * thread, then read by it.
 */
final class UnitSeries {
  private final Grid grid;
  private final Map<Signal, BucketSeries> ended = new EnumMap<>(Signal.class);
  private final Map<Signal, BucketSeries> censored = new EnumMap<>(Signal.class);
  private final Map<Series, NativeSeries> natives = new HashMap<>();
  private final Map<Series, NativeSeries> censoredNatives = new HashMap<>();
  private final Map<Signal, double[]> events = new EnumMap<>(Signal.class);
  private final Map<Signal, double[]> levels = new EnumMap<>(Signal.class);
  private final Map<Signal, Map<String, double[]>> sampled = new EnumMap<>(Signal.class);
  private final Map<String, double[]> exposure = new HashMap<>();
  private final double[] none;
  private double[] scrapedAt;
  private double[] processes;

  UnitSeries(Grid grid) {
    this.grid = grid;
    this.none = new double[grid.points()];
    Arrays.fill(none, Double.NaN);
    this.scrapedAt = none;
    this.processes = none;
  }

  /** Takes the times of the samples at each point, seconds since 1970. */
  void scrapedAt(double[] seconds) {
    scrapedAt = seconds;
  }

  void processes(double[] count) {
    processes = count;
  }

  void exposure(String kind, double[] values) {
    exposure.put(kind, values);
  }

  void exposure(Signal signal, String kind, double[] values) {
    sampled.computeIfAbsent(signal, s -> new HashMap<>()).put(kind, values);
  }

  void events(Signal signal, double[] values) {
    events.put(signal, values);
  }

  void level(Signal signal, double[] values) {
    levels.put(signal, values);
  }

  void natives(Series series, boolean cutOff, NativeSeries histograms) {
    (cutOff ? censoredNatives : natives).put(series, histograms);
  }

  BucketSeries buckets(Signal signal, boolean cutOff) {
    return (cutOff ? censored : ended)
        .computeIfAbsent(signal, s -> new BucketSeries(s.unit(), grid.points()));
  }

  /** Whether it was scraped within the window before this point. */
  boolean isFresh(int point) {
    return grid.at(point) - scrapedAt[point] < grid.step();
  }

  /** The processes of the unit at a point. */
  int processes(int point) {
    return Double.isNaN(processes[point]) ? 0 : (int) processes[point];
  }

  /**
   * What it did between the point before and this one. Empty when it was not scraped at either,
   * when no window of the agent closed in between, and when a counter fell: an agent that begins
   * anew has no figures of that window.
   */
  Optional<Measures> window(int point) {
    if (!isFresh(point - 1) || !isFresh(point)) {
      return Optional.empty();
    }
    Exposure observed = exposure(exposure, point);
    if (!(observed.processSeconds() > 0) || fell(observed)) {
      return Optional.empty();
    }
    Optional<Map<Series, Histogram>> distributions = grown(ended, natives, point);
    Optional<Map<Series, Histogram>> cut = grown(censored, censoredNatives, point);
    Map<Signal, Double> counts = new EnumMap<>(Signal.class);
    events.forEach(
        (signal, values) -> {
          if (!Double.isNaN(values[point])) {
            counts.put(signal, Counter.grown(values, point));
          }
        });
    Map<Signal, Exposure> partly = new EnumMap<>(Signal.class);
    sampled.forEach((signal, kinds) -> partly.put(signal, exposure(kinds, point)));
    boolean fell =
        counts.values().stream().anyMatch(count -> count < 0)
            || partly.values().stream().anyMatch(UnitSeries::fell);
    if (fell || distributions.isEmpty() || cut.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Measures(distributions.get(), cut.get(), counts, levelsAt(point), observed, partly));
  }

  /** Where there are both, classic buckets are taken: each of their counts is exact. */
  private static Optional<Map<Series, Histogram>> grown(
      Map<Signal, BucketSeries> histograms, Map<Series, NativeSeries> natives, int point) {
    Map<Series, Histogram> grown = new HashMap<>();
    for (Map.Entry<Series, NativeSeries> histogram : natives.entrySet()) {
      Optional<Histogram> values = histogram.getValue().grown(point);
      if (values.isEmpty()) {
        return Optional.empty();
      }
      grown.put(histogram.getKey(), values.get());
    }
    for (Map.Entry<Signal, BucketSeries> histogram : histograms.entrySet()) {
      Optional<Histogram> values = histogram.getValue().grown(point);
      if (values.isEmpty()) {
        return Optional.empty();
      }
      grown.put(Series.whole(histogram.getKey()), values.get());
    }
    return Optional.of(grown);
  }

  /** Levels for each process; what a group without processes last had is none of now. */
  private Map<Signal, Double> levelsAt(int point) {
    Map<Signal, Double> each = new EnumMap<>(Signal.class);
    if (processes(point) > 0) {
      levels.forEach(
          (signal, values) -> {
            if (!Double.isNaN(values[point])) {
              each.put(signal, values[point] / processes(point));
            }
          });
    }
    return each;
  }

  private Exposure exposure(Map<String, double[]> kinds, int point) {
    return new Exposure(
        Counter.grown(kinds.getOrDefault("requests", none), point),
        Counter.grown(kinds.getOrDefault("cpu_seconds", none), point),
        Counter.grown(kinds.getOrDefault("process_seconds", none), point));
  }

  private static boolean fell(Exposure exposure) {
    return exposure.requests() < 0 || exposure.cpuSeconds() < 0 || exposure.processSeconds() < 0;
  }
}
