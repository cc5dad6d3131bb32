package io.graydiff.goruntime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.graydiff.histogram.Histogram;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class TimeHistogramTest {
  private static final int NEW_WORDS = 162;
  private static final int OLD_WORDS = 721;

  private static TimeHistogram with(int words, int index, long count) {
    ByteBuffer bytes = ByteBuffer.allocate(words * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(index * Long.BYTES, count);
    return TimeHistogram.decode(bytes).orElseThrow();
  }

  @Test
  void hasTheBoundsOfHistogramGo() {
    assertThat(TimeHistogram.lowerNanos(0)).isZero();
    assertThat(TimeHistogram.lowerNanos(1)).isEqualTo(64);
    assertThat(TimeHistogram.lowerNanos(4)).isEqualTo(256);
    assertThat(TimeHistogram.lowerNanos(5)).isEqualTo(320);
    assertThat(TimeHistogram.lowerNanos(8)).isEqualTo(512);
    assertThat(TimeHistogram.lowerNanos(TimeHistogram.BUCKETS)).isEqualTo(1L << 47);
  }

  @Test
  void readsCountsThenUnderflowThenOverflow() {
    assertThat(with(NEW_WORDS, 7, 3).count(7)).isEqualTo(3);
    assertThat(with(NEW_WORDS, 160, 4).negative()).isEqualTo(4);
    assertThat(with(NEW_WORDS, 161, 5).tooLong()).isEqualTo(5);
    assertThat(with(OLD_WORDS, 720, 6).negative()).isEqualTo(6);
  }

  @Test
  void refusesASizeThatNoVersionHas() {
    assertThat(TimeHistogram.decode(ByteBuffer.allocate(160 * Long.BYTES))).isEmpty();
  }

  /** Records as histogram.go of Go 1.19 does, and expects the bucket that holds the duration. */
  @Property
  void theFineBucketsOfGo119FallIntoTheirCoarseOnes(
      @ForAll @LongRange(min = 0, max = (1L << 47) - 1) long nanos) {
    int bits = Long.SIZE - Long.numberOfLeadingZeros(nanos);
    int old = nanos < 16 ? (int) nanos : (bits - 4) * 16 + (int) ((nanos >> (bits - 5)) % 16);
    TimeHistogram histogram = with(OLD_WORDS, old, 1);
    for (int i = 0; i < TimeHistogram.BUCKETS; i++) {
      boolean holds =
          nanos >= TimeHistogram.lowerNanos(i) && nanos < TimeHistogram.lowerNanos(i + 1);
      assertThat(histogram.count(i)).isEqualTo(holds ? 1 : 0);
    }
  }

  @Test
  void theLongestOfGo119CountAsTooLong() {
    assertThat(with(OLD_WORDS, 719, 2).tooLong()).isEqualTo(2);
  }

  @Property
  void placesADurationNoFurtherThanAnEighthFromWhereItWas(
      @ForAll @LongRange(min = 256, max = 1L << 39) long nanos) {
    int bits = Long.SIZE - Long.numberOfLeadingZeros(nanos);
    int bucket = (bits - 8) * 4 + (int) ((nanos >> (bits - 3)) % 4);
    Histogram placed = with(NEW_WORDS, bucket, 1).since(with(NEW_WORDS, bucket, 0));

    assertThat(placed.count()).isEqualTo(1);
    assertThat(placed.sum()).isCloseTo(nanos, within(nanos / 8.0 + 1));
  }

  @Test
  void onlyWhatCameInSinceIsCounted() {
    assertThat(with(NEW_WORDS, 20, 9).since(with(NEW_WORDS, 20, 4)).count()).isEqualTo(5);
    assertThat(with(NEW_WORDS, 160, 2).since(with(NEW_WORDS, 160, 1)).quantile(1)).isEqualTo(1);
  }

  @Test
  void followsOnlyWhatItIsNotBehind() {
    assertThat(with(NEW_WORDS, 20, 9).follows(with(NEW_WORDS, 20, 9))).isTrue();
    assertThat(with(NEW_WORDS, 20, 9).follows(with(NEW_WORDS, 21, 1))).isFalse();
  }
}
