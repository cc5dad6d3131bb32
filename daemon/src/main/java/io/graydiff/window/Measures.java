package io.graydiff.window;

import io.graydiff.histogram.Histogram;
import io.graydiff.signal.Signal;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that was measured of one process, or of several together, in one window. A series that was
 * observed and saw nothing is present with an empty histogram or a zero; one that was not observed
 * is absent.
 *
 * @param distributions values of the spans and events that ended in the window
 * @param censored for the same series, the durations so far of spans that were cut off by the end
 *     of the window; absent or empty where nothing was cut off
 * @param counts events, by signal of kind COUNT; fractional for CPU seconds
 * @param levels the last sample, by signal of kind LEVEL, summed over processes
 * @param exposure what rates are divided by
 * @param sampled what rates of a signal are divided by if it was observed for a part of the window
 *     only
 */
public record Measures(
    Map<Series, Histogram> distributions,
    Map<Series, Histogram> censored,
    Map<Signal, Double> counts,
    Map<Signal, Double> levels,
    Exposure exposure,
    Map<Signal, Exposure> sampled) {

  private static final Set<Signal> RESPONSES =
      EnumSet.range(Signal.HTTP_RESPONSES_2XX, Signal.HTTP_RESPONSES_5XX);

  public static final Measures NONE =
      new Measures(Map.of(), Map.of(), Map.of(), Map.of(), Exposure.NONE);

  /** Measures of which all were observed all the time. */
  public Measures(
      Map<Series, Histogram> distributions,
      Map<Series, Histogram> censored,
      Map<Signal, Double> counts,
      Map<Signal, Double> levels,
      Exposure exposure) {
    this(distributions, censored, counts, levels, exposure, Map.of());
  }

  public Measures {
    distributions = Map.copyOf(distributions);
    censored = Map.copyOf(censored);
    counts = Map.copyOf(counts);
    levels = Map.copyOf(levels);
    sampled = Map.copyOf(sampled);
  }

  /**
   * What rates of this signal are divided by. A class of responses is a share of all responses that
   * were seen with it: a request that is under way when observing ends is counted and its response
   * is not, so that groups of which one answers more slowly would differ per request.
   */
  public Exposure exposure(Signal signal) {
    Exposure observed = sampled.getOrDefault(signal, exposure);
    return RESPONSES.contains(signal)
        ? new Exposure(responses(), observed.cpuSeconds(), observed.processSeconds())
        : observed;
  }

  private double responses() {
    double all = 0;
    for (Signal signal : RESPONSES) {
      all += counts.getOrDefault(signal, 0.0);
    }
    return all;
  }

  /** The share of the time for which this signal was observed; 1 when no time has passed. */
  public double coverage(Signal signal) {
    return exposure.processSeconds() > 0
        ? exposure(signal).processSeconds() / exposure.processSeconds()
        : 1;
  }

  /** Both together: histograms, counts, levels and exposures add up. */
  public Measures plus(Measures other) {
    return new Measures(
        merge(distributions, other.distributions, Histogram::plus),
        merge(censored, other.censored, Histogram::plus),
        merge(counts, other.counts, Double::sum),
        merge(levels, other.levels, Double::sum),
        exposure.plus(other.exposure),
        mergeSampled(other));
  }

  /** The same with every level multiplied. */
  Measures withLevelsTimes(int factor) {
    Map<Signal, Double> multiplied = new HashMap<>(levels);
    multiplied.replaceAll((signal, level) -> level * factor);
    return new Measures(distributions, censored, counts, multiplied, exposure, sampled);
  }

  private Map<Signal, Exposure> mergeSampled(Measures other) {
    Map<Signal, Exposure> all = new HashMap<>();
    for (Map<Signal, Exposure> of : List.of(sampled, other.sampled)) {
      for (Signal signal : of.keySet()) {
        all.put(signal, exposure(signal).plus(other.exposure(signal)));
      }
    }
    return all;
  }

  private static <K, V> Map<K, V> merge(
      Map<K, V> a, Map<K, V> b, java.util.function.BinaryOperator<V> add) {
    Map<K, V> all = new HashMap<>(a);
    b.forEach((k, v) -> all.merge(k, v, add));
    return all;
  }
}
