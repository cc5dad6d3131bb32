package io.graydiff.histogram;

/**
 * A distribution over {@link BucketLayout} with fractional weights: what quantiles and means are
 * read from. Made from a plain histogram, or by {@link KaplanMeier} where some spans were cut off.
 * Values are in the recorded unit (nanoseconds or bytes). Immutable, safe to share.
 */
public final class WeightedSample {
  private final double[] cumulative;
  private final int first;
  private final double mean;
  private final double beyond;

  /**
   * @param weights of the buckets from the first one on, which become this sample's own; the others
   *     weigh nothing
   * @param beyond how much of the last bucket is known only to be longer than that
   */
  WeightedSample(double[] weights, int first, double mean, double beyond) {
    for (int i = 1; i < weights.length; i++) {
      weights[i] += weights[i - 1];
    }
    this.cumulative = weights;
    this.first = first;
    this.mean = mean;
    this.beyond = beyond;
  }

  /** The sample with no value cut off. */
  public static WeightedSample of(Histogram histogram) {
    int first = histogram.firstBucket();
    double[] weights = new double[histogram.endBucket() - first];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = histogram.count(first + i);
    }
    return new WeightedSample(weights, first, histogram.mean(), 0);
  }

  /** Number of values. */
  public double size() {
    return cumulative.length == 0 ? 0 : cumulative[cumulative.length - 1];
  }

  /** Mean of the values, NaN when there are none. */
  public double mean() {
    return size() > 0 ? mean : Double.NaN;
  }

  /**
   * Whether a quantile lies among the values that are known only to be longer than the longest that
   * was seen: what {@link #quantile} gives is then less than it.
   */
  public boolean isBeyond(double q) {
    return beyond > 0 && q * size() > size() - beyond;
  }

  /** Number of values in buckets after this one. */
  public double above(int bucket) {
    return size() - upTo(bucket);
  }

  /** Number of values in this bucket. */
  public double weight(int bucket) {
    return upTo(bucket) - upTo(bucket - 1);
  }

  /** Number of values in this bucket and those before. */
  private double upTo(int bucket) {
    int at = Math.min(bucket - first, cumulative.length - 1);
    return at < 0 ? 0 : cumulative[at];
  }

  /**
   * The quantile, interpolated linearly within its bucket as {@link Histogram#quantile} does.
   *
   * @param q between 0 and 1
   * @return the value in the recorded unit, NaN when there are no values
   */
  public double quantile(double q) {
    if (!(q >= 0 && q <= 1)) {
      throw new IllegalArgumentException("quantile " + q + " is not in [0, 1]");
    }
    if (!(size() > 0)) {
      return Double.NaN;
    }
    double rank = q * size();
    int bucket = firstReaching(rank);
    double weight = weight(bucket);
    double below = upTo(bucket) - weight;
    double share = Math.min(1, Math.max(0, rank - below) / weight);
    long lower = BucketLayout.lower(bucket);
    return lower + share * (BucketLayout.upper(bucket) - lower);
  }

  /** The first bucket that holds a value and up to which at least this many values lie. */
  private int firstReaching(double rank) {
    int low = 0;
    int high = cumulative.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (cumulative[middle] >= rank && cumulative[middle] > 0) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return first + low;
  }
}
