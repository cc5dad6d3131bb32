package io.graydiff.fleet;

import io.graydiff.histogram.Histogram;
import io.graydiff.signal.Unit;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The cumulative classic buckets of one histogram at each point of a grid. For one thread. */
final class BucketSeries {
  private static final long INFINITE = Long.MAX_VALUE;
  private static final double NANOS_PER_SECOND = 1e9;

  private final Unit unit;
  private final TreeMap<Long, double[]> byBound = new TreeMap<>();
  private double[] sums;

  BucketSeries(Unit unit, int points) {
    this.unit = unit;
    this.sums = new double[points];
    Arrays.fill(sums, Double.NaN);
  }

  void sum(double[] values) {
    sums = values;
  }

  /** Takes the bucket up to {@code le}, in base units. */
  void bucket(String le, double[] values) throws PrometheusException {
    if (le.equals("+Inf")) {
      byBound.put(INFINITE, values);
      return;
    }
    long bound = Math.round(recorded(Double.parseDouble(le)));
    if (!ClassicBuckets.isBound(bound)) {
      throw new PrometheusException(
          "a bucket ends at le=\""
              + le
              + "\", where none of graydiff's does; let all agents be of"
              + " one release, and leave their buckets as they are");
    }
    byBound.put(bound, values);
  }

  /**
   * What came from the point before to this one; empty when a count fell, so that the agent must
   * have begun anew.
   */
  Optional<Histogram> grown(int point) {
    double[] all = byBound.get(INFINITE);
    if (all == null || Double.isNaN(all[point])) {
      return Optional.of(Histogram.EMPTY);
    }
    long[] bounds = new long[byBound.size() - 1];
    double[] cumulative = new double[byBound.size()];
    double highest = 0;
    int i = 0;
    for (Map.Entry<Long, double[]> bucket : byBound.entrySet()) {
      double grown = Counter.grown(bucket.getValue(), point);
      if (!(grown >= highest)) {
        return Optional.empty();
      }
      highest = grown;
      cumulative[i] = grown;
      if (bucket.getKey() != INFINITE) {
        bounds[i] = bucket.getKey();
      }
      i++;
    }
    double sum = recorded(Counter.grown(sums, point));
    return highest > 0
        ? Optional.of(ClassicBuckets.histogram(bounds, cumulative, Math.max(0, sum)))
        : Optional.of(Histogram.EMPTY);
  }

  private double recorded(double base) {
    return unit == Unit.SECONDS ? base * NANOS_PER_SECOND : base;
  }
}
