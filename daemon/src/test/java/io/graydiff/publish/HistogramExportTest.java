package io.graydiff.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.graydiff.histogram.BucketLayout;
import io.graydiff.histogram.Histogram;
import io.graydiff.signal.Unit;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBucket;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.NativeHistogramBucket;
import java.util.Arrays;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class HistogramExportTest {
  private static final double NATIVE_WIDTH = Math.pow(2, 1.0 / 32);

  @Test
  void secondsHaveFourBoundsForEachPowerOfTwoFrom256NanosTo137Seconds() {
    double[] bounds = HistogramExport.SECONDS.classicBounds();
    assertThat(bounds).hasSize(29 * 4 + 2);
    assertThat(bounds).startsWith(2.56e-7, 3.2e-7, 3.84e-7, 4.48e-7, 5.12e-7);
    assertThat(bounds[bounds.length - 2]).isEqualTo(137.438953472);
    assertThat(bounds[bounds.length - 1]).isInfinite();
  }

  @Test
  void bytesHaveFourBoundsForEachPowerOfTwoFrom8To1Gibibyte() {
    double[] bounds = HistogramExport.BYTES.classicBounds();
    assertThat(bounds).hasSize(27 * 4 + 2).startsWith(8, 10, 12, 14, 16, 20);
    assertThat(bounds[bounds.length - 2]).isEqualTo(1 << 30);
  }

  @Test
  void everyClassicBoundIsABoundOfTheLayoutSoThatCountsAreExact() {
    long[] layout = LongStream.range(0, BucketLayout.BUCKETS).map(i -> upper(i)).toArray();
    double[] bounds = HistogramExport.SECONDS.classicBounds();
    for (double bound : Arrays.copyOf(bounds, bounds.length - 1)) {
      assertThat(layout).contains(Math.round(bound * 1e9));
    }
  }

  @Property(tries = 200)
  void classicBucketsCountWhatIsAtMostTheirBound(
      @ForAll @Size(max = 50) long @LongRange(max = 1L << 41) [] values) {
    HistogramDataPointSnapshot point = full(HistogramExport.BYTES, values);
    long counted = 0;
    for (ClassicHistogramBucket bucket : point.getClassicBuckets()) {
      counted += bucket.getCount();
      long expected = Arrays.stream(values).filter(v -> v <= bucket.getUpperBound()).count();
      assertThat(counted).isEqualTo(expected);
    }
  }

  @Property(tries = 200)
  void bothKindsCountTheSameTotal(
      @ForAll @Size(max = 50) long @LongRange(max = 1L << 41) [] values) {
    HistogramDataPointSnapshot point = full(HistogramExport.SECONDS, values);
    long classic = 0;
    for (ClassicHistogramBucket bucket : point.getClassicBuckets()) {
      classic += bucket.getCount();
    }
    long natives = 0;
    for (NativeHistogramBucket bucket : point.getNativeBucketsForPositiveValues()) {
      natives += bucket.getCount();
    }
    assertThat(natives).isEqualTo(classic).isEqualTo(values.length);
  }

  @Property(tries = 500)
  void aNativeBucketIsNeverFartherFromAValueThanHalfALayoutBucket(
      @ForAll @LongRange(min = 1, max = 1L << 40) long value) {
    NativeHistogramBucket bucket =
        HistogramExport.BYTES
            .nativeOnly(Histogram.ofValues(value), Labels.EMPTY)
            .getNativeBucketsForPositiveValues()
            .iterator()
            .next();
    double upper = Math.pow(NATIVE_WIDTH, bucket.getBucketIndex());
    double lower = upper / NATIVE_WIDTH;
    double slack = 1 + 1.0 / 64;
    assertThat((double) value).isBetween(lower / slack, upper * slack);
  }

  @Test
  void smallWholeNumbersAreExactInTheNativeKind() {
    for (int value = 1; value <= 64; value++) {
      NativeHistogramBucket bucket =
          HistogramExport.BYTES
              .nativeOnly(Histogram.ofValues(value), Labels.EMPTY)
              .getNativeBucketsForPositiveValues()
              .iterator()
              .next();
      double upper = Math.pow(NATIVE_WIDTH, bucket.getBucketIndex());
      assertThat((double) value).isBetween(upper / NATIVE_WIDTH - 1e-9, upper + 1e-9);
    }
  }

  @Test
  void sumsAreInBaseUnits() {
    Histogram histogram = Histogram.ofValues(1_500_000_000L, 500_000_000L);
    assertThat(HistogramExport.of(Unit.SECONDS).full(histogram, Labels.EMPTY).getSum())
        .isCloseTo(2, within(1e-12));
  }

  private static HistogramDataPointSnapshot full(HistogramExport export, long... values) {
    return export.full(Histogram.ofValues(values), Labels.EMPTY);
  }

  private static long upper(long bucket) {
    return BucketLayout.upper((int) bucket);
  }
}
