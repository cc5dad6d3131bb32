package io.graydiff.histogram;

/**
 * The one log-linear bucket layout of graydiff: the same in the BPF programs ({@code
 * bpf/histogram.h}), in every agent and in every exported metric, so that histograms add up over
 * processes, nodes and time.
 *
 * <p>Buckets are half open to the left, {@code (lower, upper]}, as Prometheus counts them ({@code
 * le} is inclusive). With {@code v = max(value, 1) - 1}:
 *
 * <pre>
 *   v < 2^(G+1)   index = v                                            width 1
 *   otherwise     h = position of the highest set bit of v
 *                 index = 2^(G+1) + (h - G - 1) * 2^G + ((v - 2^h) >> (h - G))
 * </pre>
 *
 * With G = 5 a bucket is at most 1/32 of its lower bound wide. Values above 2^40 (18 minutes in
 * nanoseconds, 1 TiB) fall into the last bucket.
 */
public final class BucketLayout {
  /** Sub-bucket bits: each power of two is split into 2^G buckets. */
  public static final int G = 5;

  /** The largest exponent: values above 2^MAX_EXPONENT share the last bucket. */
  public static final int MAX_EXPONENT = 40;

  /** Number of buckets. */
  public static final int BUCKETS = (1 << (G + 1)) + (MAX_EXPONENT - G - 1) * (1 << G);

  private static final int LINEAR = 1 << (G + 1);
  private static final long MAX_VALUE = (1L << MAX_EXPONENT) - 1;

  private BucketLayout() {}

  /**
   * The bucket of a value; zero and negative values fall into bucket 0, huge ones into the last.
   */
  public static int indexOf(long value) {
    long v = Math.min(Math.max(value, 1) - 1, MAX_VALUE);
    if (v < LINEAR) {
      return (int) v;
    }
    int h = 63 - Long.numberOfLeadingZeros(v);
    return LINEAR + ((h - G - 1) << G) + (int) ((v - (1L << h)) >>> (h - G));
  }

  /** The largest value of the bucket below, 0 for bucket 0; values of this bucket are greater. */
  public static long lower(int index) {
    if (index < LINEAR) {
      return index;
    }
    int h = ((index - LINEAR) >>> G) + G + 1;
    long sub = (index - LINEAR) & ((1 << G) - 1);
    return (1L << h) + (sub << (h - G));
  }

  /** The largest value of this bucket. */
  public static long upper(int index) {
    return lower(index + 1);
  }
}
