package io.graydiff.fleet;

import io.graydiff.histogram.BucketLayout;
import io.graydiff.histogram.Histogram;
import io.graydiff.signal.Unit;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A native histogram as Prometheus keeps it: cumulative over time, with buckets that are there only
 * where values are. Immutable.
 *
 * @param buckets by upper bound, in base units
 * @param sum of the values, in base units
 */
record NativeHistogram(SortedMap<Double, Bucket> buckets, double sum) {
  static final NativeHistogram EMPTY = new NativeHistogram(new TreeMap<>(), 0);

  private static final double NANOS_PER_SECOND = 1e9;

  /**
   * One bucket.
   *
   * @param lower bound, in base units
   * @param count values in it
   */
  record Bucket(double lower, double count) {}

  /**
   * What came since an earlier state, in graydiff's own layout; empty when a count fell, so that
   * the agent must have begun anew.
   */
  Optional<Histogram> since(NativeHistogram before, Unit unit) {
    if (!buckets.keySet().containsAll(before.buckets.keySet())) {
      return Optional.empty();
    }
    double scale = unit == Unit.SECONDS ? NANOS_PER_SECOND : 1;
    long[] counts = new long[BucketLayout.BUCKETS];
    for (Map.Entry<Double, Bucket> bucket : buckets.entrySet()) {
      Bucket earlier = before.buckets.getOrDefault(bucket.getKey(), new Bucket(0, 0));
      double grown = bucket.getValue().count() - earlier.count();
      if (grown < 0) {
        return Optional.empty();
      }
      place(Math.round(grown), bucket.getValue().lower() * scale, bucket.getKey() * scale, counts);
    }
    return Optional.of(Histogram.of(counts, Math.max(0, (sum - before.sum) * scale)));
  }

  /**
   * Spreads values over those buckets of the layout whose middles lie in the native one: these are
   * what the agent put into it. Where there is none, a fine native bucket lies within one of them.
   */
  private static void place(long values, double lower, double upper, long[] counts) {
    int first = BucketLayout.indexOf(Math.max(0, (long) lower));
    int last = BucketLayout.indexOf(Math.max(0, (long) Math.ceil(upper)));
    while (first < last && middle(first) <= lower) {
      first++;
    }
    while (last > first && middle(last) > upper) {
      last--;
    }
    int buckets = last - first + 1;
    long given = 0;
    for (int i = 0; i < buckets; i++) {
      long upTo = Math.round((double) values * (i + 1) / buckets);
      counts[first + i] += upTo - given;
      given = upTo;
    }
  }

  private static double middle(int bucket) {
    return (BucketLayout.lower(bucket) + 1 + BucketLayout.upper(bucket)) / 2.0;
  }
}
