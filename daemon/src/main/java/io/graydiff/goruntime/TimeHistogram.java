package io.graydiff.goruntime;

import io.graydiff.histogram.BucketLayout;
import io.graydiff.histogram.Histogram;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * A cumulative histogram of durations as Go's runtime keeps it ({@code runtime.timeHistogram},
 * src/runtime/histogram.go), in the bucket layout of Go 1.20 and newer: powers of two from 256 ns
 * to 2^47 ns, each split into four, and four buckets of 64 ns below.
 *
 * <p>Go 1.19 splits each power of two, from 16 ns, into sixteen. Its buckets nest in the coarser
 * ones and are added up to them at once, so that histograms of all versions compare bucket by
 * bucket. Immutable.
 */
public final class TimeHistogram {
  /** Number of buckets between the underflow and the overflow. */
  public static final int BUCKETS = 160;

  private static final int FIRST_BITS = 9;
  private static final int SUB_BITS = 2;
  private static final int SUB = 1 << SUB_BITS;

  /** Go 1.19: 45 powers of two with 16 sub-buckets. */
  private static final int OLD_BUCKETS = 45 * 16;

  private static final int OLD_SUB_BITS = 4;

  private final long[] counts;
  private final long negative;
  private final long tooLong;

  TimeHistogram(long[] counts, long negative, long tooLong) {
    this.counts = counts.clone();
    this.negative = negative;
    this.tooLong = tooLong;
  }

  /** Decodes the bytes of a runtime.timeHistogram; empty when the size is of no known layout. */
  static Optional<TimeHistogram> decode(ByteBuffer bytes) {
    int words = bytes.remaining() / Long.BYTES;
    long[] all = new long[words];
    bytes.asLongBuffer().get(all);
    if (words == BUCKETS + 2) {
      return Optional.of(
          new TimeHistogram(Arrays.copyOf(all, BUCKETS), all[BUCKETS], all[BUCKETS + 1]));
    }
    if (words == OLD_BUCKETS + 1) {
      return Optional.of(coarsen(all));
    }
    return Optional.empty();
  }

  private static TimeHistogram coarsen(long[] old) {
    long[] counts = new long[BUCKETS];
    long tooLong = 0;
    for (int i = 0; i < OLD_BUCKETS; i++) {
      int index = indexOf(oldLower(i));
      if (index < BUCKETS) {
        counts[index] += old[i];
      } else {
        tooLong += old[i];
      }
    }
    return new TimeHistogram(counts, old[OLD_BUCKETS], tooLong);
  }

  private static long oldLower(int index) {
    int power = index >> OLD_SUB_BITS;
    long sub = index & ((1 << OLD_SUB_BITS) - 1);
    return power == 0 ? sub : (1L << (power + OLD_SUB_BITS - 1)) | (sub << (power - 1));
  }

  /** The bucket of a duration, {@link #BUCKETS} or more for those that are too long. */
  private static int indexOf(long nanos) {
    int bits = Math.max(Long.SIZE - Long.numberOfLeadingZeros(nanos), FIRST_BITS - 1);
    int power = bits - FIRST_BITS + 1;
    int shift = Math.max(bits, FIRST_BITS) - 1 - SUB_BITS;
    return power * SUB + (int) ((nanos >> shift) & (SUB - 1));
  }

  /** The shortest duration of a bucket, in nanoseconds. */
  public static long lowerNanos(int bucket) {
    int power = bucket >> SUB_BITS;
    long sub = bucket & (SUB - 1);
    return power == 0
        ? sub << (FIRST_BITS - 1 - SUB_BITS)
        : (1L << (power + FIRST_BITS - 2)) | (sub << (power + FIRST_BITS - 2 - SUB_BITS));
  }

  /** Number of durations in a bucket. */
  public long count(int bucket) {
    return counts[bucket];
  }

  /** Durations that came out negative because clocks differ. */
  public long negative() {
    return negative;
  }

  /** Durations of 2^47 ns (39 hours) and more. */
  public long tooLong() {
    return tooLong;
  }

  /** Whether every bucket has at least the count of an earlier reading. */
  boolean follows(TimeHistogram earlier) {
    for (int i = 0; i < BUCKETS; i++) {
      if (counts[i] < earlier.counts[i]) {
        return false;
      }
    }
    return negative >= earlier.negative && tooLong >= earlier.tooLong;
  }

  /**
   * What came in since an earlier reading, in graydiff's own layout. Each duration is put at the
   * middle of its bucket: a bucket is a quarter of a power of two wide, so a single value, and a
   * quantile, is off by at most an eighth (32 ns below 256 ns), the same way for every version of
   * Go. The sum is made of middles too. Negative durations count as 0.
   */
  public Histogram since(TimeHistogram earlier) {
    long[] placed = new long[BucketLayout.BUCKETS];
    double sum = 0;
    for (int i = 0; i < BUCKETS; i++) {
      long middle = (lowerNanos(i) + lowerNanos(i + 1)) / 2;
      long came = Math.max(0, counts[i] - earlier.counts[i]);
      placed[BucketLayout.indexOf(middle)] += came;
      sum += (double) came * middle;
    }
    placed[0] += Math.max(0, negative - earlier.negative);
    long longer = Math.max(0, tooLong - earlier.tooLong);
    placed[BucketLayout.BUCKETS - 1] += longer;
    return Histogram.of(placed, sum + (double) longer * lowerNanos(BUCKETS));
  }
}
