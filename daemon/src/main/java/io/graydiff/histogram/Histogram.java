package io.graydiff.histogram;

import java.util.Arrays;

/**
 * An immutable histogram over {@link BucketLayout}. Values are in the recorded unit of the signal
 * (nanoseconds or bytes). Safe to share between threads.
 */
public final class Histogram {
  /** The histogram of nothing. */
  public static final Histogram EMPTY = new Histogram(new long[0], 0, 0);

  /** From the first bucket that holds a value to the last: most are narrow. */
  private final long[] counts;

  private final int first;
  private final long count;
  private final double sum;

  /** Keeps a copy of what is not zero. */
  private Histogram(long[] counts, int offset, double sum) {
    int from = 0;
    int to = counts.length;
    while (to > 0 && counts[to - 1] == 0) {
      to--;
    }
    while (from < to && counts[from] == 0) {
      from++;
    }
    this.counts = Arrays.copyOfRange(counts, from, to);
    this.first = to == 0 ? 0 : offset + from;
    this.sum = sum;
    long total = 0;
    for (long c : this.counts) {
      total = saturatingAdd(total, c);
    }
    this.count = total;
  }

  /** Counts stay at the greatest long rather than turn negative. */
  private static long saturatingAdd(long a, long b) {
    long sum = a + b;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  /**
   * A histogram of these counts.
   *
   * @param counts one count a bucket, {@link BucketLayout#BUCKETS} long, none negative; copied
   * @param sum the exact sum of the recorded values
   */
  public static Histogram of(long[] counts, double sum) {
    if (counts.length != BucketLayout.BUCKETS) {
      throw new IllegalArgumentException(
          "expected " + BucketLayout.BUCKETS + " buckets, got " + counts.length);
    }
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] < 0) {
        throw new IllegalArgumentException("bucket " + i + " counts " + counts[i]);
      }
    }
    return new Histogram(counts, 0, sum);
  }

  /** A histogram of single values, for tests and simulations. */
  public static Histogram ofValues(long... values) {
    long[] counts = new long[BucketLayout.BUCKETS];
    double sum = 0;
    for (long v : values) {
      counts[BucketLayout.indexOf(v)]++;
      sum += v;
    }
    return new Histogram(counts, 0, sum);
  }

  /** Number of values recorded. */
  public long count() {
    return count;
  }

  /** Sum of the values recorded. */
  public double sum() {
    return sum;
  }

  /** Number of values in one bucket. */
  public long count(int bucket) {
    int at = bucket - first;
    return at >= 0 && at < counts.length ? counts[at] : 0;
  }

  /** The first bucket that may hold a value. */
  int firstBucket() {
    return first;
  }

  /** Behind the last bucket that may hold a value. */
  int endBucket() {
    return first + counts.length;
  }

  public boolean isEmpty() {
    return count == 0;
  }

  /** Mean of the values, NaN when empty. */
  public double mean() {
    return sum / count;
  }

  /** The histogram of both samples together. */
  public Histogram plus(Histogram other) {
    if (isEmpty()) {
      return other;
    }
    if (other.isEmpty()) {
      return this;
    }
    int from = Math.min(first, other.first);
    long[] merged = new long[Math.max(endBucket(), other.endBucket()) - from];
    System.arraycopy(counts, 0, merged, first - from, counts.length);
    for (int i = 0; i < other.counts.length; i++) {
      int at = other.first + i - from;
      merged[at] = saturatingAdd(merged[at], other.counts[i]);
    }
    return new Histogram(merged, from, sum + other.sum);
  }

  /**
   * The quantile, interpolated linearly within its bucket as PromQL's histogram_quantile does.
   *
   * @param q between 0 and 1
   * @return the value in the recorded unit, NaN when empty
   */
  public double quantile(double q) {
    if (!(q >= 0 && q <= 1)) {
      throw new IllegalArgumentException("quantile " + q + " is not in [0, 1]");
    }
    if (count == 0) {
      return Double.NaN;
    }
    double rank = q * count;
    long below = 0;
    int last = 0;
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] == 0) {
        continue;
      }
      last = i;
      if (below + counts[i] >= rank) {
        double share = Math.max(0, rank - below) / counts[i];
        long lower = BucketLayout.lower(first + i);
        return lower + share * (BucketLayout.upper(first + i) - lower);
      }
      below += counts[i];
    }
    return BucketLayout.upper(first + last);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Histogram h
        && sum == h.sum
        && first == h.first
        && Arrays.equals(counts, h.counts);
  }

  @Override
  public int hashCode() {
    return 31 * first + Arrays.hashCode(counts);
  }

  @Override
  public String toString() {
    return "Histogram{count=" + count + ", p50=" + quantile(0.5) + ", p99=" + quantile(0.99) + '}';
  }
}
