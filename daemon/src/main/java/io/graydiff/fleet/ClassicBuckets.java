package io.graydiff.fleet;

import io.graydiff.histogram.BucketLayout;
import io.graydiff.histogram.Histogram;

/**
 * Turns the classic buckets of Prometheus, of which there are four for each power of two, back into
 * graydiff's own layout, eight times as fine. Every bound is one of the layout, so counts of
 * classic buckets stay exact; within one, values are placed along a monotone cubic through the
 * cumulative counts (Fritsch and Butland, 1984), because quantiles from a straight line jump at the
 * bounds. The sum is that of the values themselves. Pure functions.
 */
final class ClassicBuckets {
  private ClassicBuckets() {}

  /** Whether buckets of the layout end at this bound, in the recorded unit. */
  static boolean isBound(long bound) {
    return bound > 0 && BucketLayout.upper(BucketLayout.indexOf(bound)) == bound;
  }

  /**
   * The histogram of these counts.
   *
   * @param bounds upper bounds in the recorded unit, ascending; without the infinite one
   * @param cumulative values up to each bound, and last all values: one longer than the bounds
   * @param sum of the values, in the recorded unit
   */
  static Histogram histogram(long[] bounds, double[] cumulative, double sum) {
    if (cumulative.length != bounds.length + 1) {
      throw new IllegalArgumentException(
          bounds.length + " bounds for " + cumulative.length + " counts");
    }
    long[] counts = new long[BucketLayout.BUCKETS];
    double[] slopes = slopes(bounds, cumulative);
    int bucket = 0;
    long before = 0;
    for (int i = 0; i < bounds.length; i++) {
      double low = i == 0 ? 0 : bounds[i - 1];
      double from = i == 0 ? 0 : cumulative[i - 1];
      for (; bucket <= BucketLayout.indexOf(bounds[i]); bucket++) {
        double share = (BucketLayout.upper(bucket) - low) / (bounds[i] - low);
        double curve =
            hermite(share, bounds[i] - low, from, cumulative[i], slopes[i], slopes[i + 1]);
        long up = Math.round(Math.min(Math.max(curve, from), cumulative[i]));
        counts[bucket] = Math.max(0, up - before);
        before = Math.max(before, up);
      }
    }
    counts[Math.min(bucket, BucketLayout.BUCKETS - 1)] +=
        Math.max(0, Math.round(cumulative[bounds.length]) - before);
    return Histogram.of(counts, sum);
  }

  /** Slopes of the cumulative count at 0 and at each bound. */
  private static double[] slopes(long[] bounds, double[] cumulative) {
    int n = bounds.length;
    double[] widths = new double[n];
    double[] secants = new double[n];
    for (int i = 0; i < n; i++) {
      widths[i] = bounds[i] - (i == 0 ? 0 : bounds[i - 1]);
      secants[i] = (cumulative[i] - (i == 0 ? 0 : cumulative[i - 1])) / widths[i];
    }
    double[] slopes = new double[n + 1];
    slopes[0] = n > 0 ? secants[0] : 0;
    for (int i = 1; i < n; i++) {
      if (secants[i - 1] > 0 && secants[i] > 0) {
        double a = 2 * widths[i] + widths[i - 1];
        double b = widths[i] + 2 * widths[i - 1];
        slopes[i] = (a + b) / (a / secants[i - 1] + b / secants[i]);
      }
    }
    return slopes;
  }

  private static double hermite(
      double t, double width, double from, double to, double slopeFrom, double slopeTo) {
    double t2 = t * t;
    double t3 = t2 * t;
    return (2 * t3 - 3 * t2 + 1) * from
        + (t3 - 2 * t2 + t) * width * slopeFrom
        + (3 * t2 - 2 * t3) * to
        + (t3 - t2) * width * slopeTo;
  }
}
