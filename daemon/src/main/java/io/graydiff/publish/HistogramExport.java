package io.graydiff.publish;

import io.graydiff.histogram.BucketLayout;
import io.graydiff.histogram.Histogram;
import io.graydiff.signal.Unit;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.NativeHistogramBuckets;
import java.util.Arrays;

/**
 * Maps {@link BucketLayout} to the two kinds of Prometheus histogram, the same on every node so
 * that they add up over a fleet. Immutable.
 *
 * <p>Classic: four buckets for each power of two, every bound a bound of the layout, so that each
 * count is exact. Native: schema 5 (buckets 2.2 % wide), each layout bucket put whole into the
 * native bucket of its middle. Splitting a bucket would make counts fall between scrapes, which
 * Prometheus takes for a restart; of the schemas 2 to 8 this one has the smallest error (see
 * docs/metrics.md).
 */
final class HistogramExport {
  static final int NATIVE_SCHEMA = 5;

  private static final int PER_POWER_OF_TWO = 4;
  private static final int NANOS_PER_SECOND = 1_000_000_000;
  private static final double LN_2 = Math.log(2);

  /** Far below a bucket's width, far above the error of a logarithm. */
  private static final double ROUNDING = 1e-9;

  /** Nanoseconds to seconds, 256 ns to 137 s. */
  static final HistogramExport SECONDS = new HistogramExport(Unit.SECONDS, 8, 37);

  /** Bytes, 8 B to 1 GiB. */
  static final HistogramExport BYTES = new HistogramExport(Unit.BYTES, 3, 30);

  private final Unit unit;
  private final double[] bounds;
  private final int[] classicOf = new int[BucketLayout.BUCKETS];
  private final int[] nativeOf = new int[BucketLayout.BUCKETS];

  private HistogramExport(Unit unit, int firstExponent, int lastExponent) {
    this.unit = unit;
    long[] recorded = classicBounds(firstExponent, lastExponent);
    this.bounds = new double[recorded.length + 1];
    for (int i = 0; i < recorded.length; i++) {
      bounds[i] = toBase(recorded[i]);
    }
    bounds[recorded.length] = Double.POSITIVE_INFINITY;
    for (int i = 0; i < BucketLayout.BUCKETS; i++) {
      int found = Arrays.binarySearch(recorded, BucketLayout.upper(i));
      classicOf[i] = found >= 0 ? found : -found - 1;
      nativeOf[i] = nativeIndex(toBase(middle(i)));
    }
  }

  /** The export for distributions of this unit. */
  static HistogramExport of(Unit unit) {
    return switch (unit) {
      case SECONDS -> SECONDS;
      case BYTES -> BYTES;
      case ONE -> throw new IllegalArgumentException("no distribution has unit " + unit);
    };
  }

  /** Upper bounds of the classic buckets in base units, the last infinite. */
  double[] classicBounds() {
    return bounds.clone();
  }

  /** Both kinds together. */
  HistogramDataPointSnapshot full(Histogram histogram, Labels labels) {
    return base(histogram, labels).classicHistogramBuckets(classic(histogram)).build();
  }

  /** The native kind alone: one series a histogram, in the text formats count and sum only. */
  HistogramDataPointSnapshot nativeOnly(Histogram histogram, Labels labels) {
    return base(histogram, labels).build();
  }

  private HistogramDataPointSnapshot.Builder base(Histogram histogram, Labels labels) {
    return HistogramDataPointSnapshot.builder()
        .labels(labels)
        .sum(toBase(histogram.sum()))
        .nativeSchema(NATIVE_SCHEMA)
        .nativeBucketsForPositiveValues(natives(histogram));
  }

  private ClassicHistogramBuckets classic(Histogram histogram) {
    long[] counts = new long[bounds.length];
    for (int i = 0; i < BucketLayout.BUCKETS; i++) {
      counts[classicOf[i]] += histogram.count(i);
    }
    return ClassicHistogramBuckets.of(bounds, counts);
  }

  private NativeHistogramBuckets natives(Histogram histogram) {
    NativeHistogramBuckets.Builder buckets = NativeHistogramBuckets.builder();
    int index = nativeOf[0];
    long count = 0;
    for (int i = 0; i < BucketLayout.BUCKETS; i++) {
      if (nativeOf[i] != index) {
        addIfAny(buckets, index, count);
        index = nativeOf[i];
        count = 0;
      }
      count += histogram.count(i);
    }
    addIfAny(buckets, index, count);
    return buckets.build();
  }

  private static void addIfAny(NativeHistogramBuckets.Builder buckets, int index, long count) {
    if (count > 0) {
      buckets.bucket(index, count);
    }
  }

  private static long[] classicBounds(int firstExponent, int lastExponent) {
    long[] bounds = new long[(lastExponent - firstExponent) * PER_POWER_OF_TWO + 1];
    for (int i = 0; i < bounds.length; i++) {
      long power = 1L << (firstExponent + i / PER_POWER_OF_TWO);
      bounds[i] = power + power / PER_POWER_OF_TWO * (i % PER_POWER_OF_TWO);
    }
    return bounds;
  }

  /** The middle of the whole numbers that fall into a bucket. */
  private static double middle(int bucket) {
    return (BucketLayout.lower(bucket) + 1 + BucketLayout.upper(bucket)) / 2.0;
  }

  /** Bucket i covers (b^(i-1), b^i] with b = 2^(2^-schema): round up. */
  private static int nativeIndex(double value) {
    return (int) Math.ceil(Math.scalb(Math.log(value) / LN_2, NATIVE_SCHEMA) - ROUNDING);
  }

  /** Divides rather than multiplies by 1e-9, so that bounds read 2.56E-7, not 2.560...3E-7. */
  private double toBase(double recorded) {
    return unit == Unit.SECONDS ? recorded / NANOS_PER_SECOND : recorded;
  }
}
