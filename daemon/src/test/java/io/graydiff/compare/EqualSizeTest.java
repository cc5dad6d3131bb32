package io.graydiff.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.graydiff.histogram.BucketLayout;
import io.graydiff.histogram.Histogram;
import io.graydiff.histogram.WeightedSample;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class EqualSizeTest {
  /** Medians of two values drawn from six and from three: the smaller one, over all draws. */
  @Test
  void theThinnedQuantileIsTheMeanOverAllDraws() {
    long[] baseline = {1, 2, 3, 5, 8, 13};
    long[] canary = {4, 9, 30};

    assertThat(EqualSize.logRatio(0.5, sample(baseline), sample(canary)))
        .isCloseTo(meanLogOfLesser(canary) - meanLogOfLesser(baseline), within(1e-9));
  }

  @Property(tries = 50)
  void swappingTheSamplesTurnsTheSign(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 300) int n,
      @ForAll @IntRange(min = 1, max = 300) int m) {
    WeightedSample a = sample(lognormal(new Random(seed), n));
    WeightedSample b = sample(lognormal(new Random(~seed), m));

    double ratio = EqualSize.logRatio(0.99, a, b);
    assertThat(ratio).isFinite();
    assertThat(EqualSize.logRatio(0.99, b, a)).isCloseTo(-ratio, within(1e-9));
  }

  @Test
  void aSmallSampleOfTheSameDistributionIsNotTakenForAFasterOne() {
    Random random = new Random(8);
    double thinned = 0;
    double plain = 0;
    for (int i = 0; i < 500; i++) {
      WeightedSample large = sample(lognormal(random, 2000));
      WeightedSample small = sample(lognormal(random, 100));
      thinned += EqualSize.logRatio(0.99, large, small) / 500;
      plain += Math.log(small.quantile(0.99) / large.quantile(0.99)) / 500;
    }

    assertThat(thinned).isBetween(-0.04, 0.04);
    assertThat(Math.abs(plain)).isGreaterThan(Math.abs(thinned));
  }

  @Test
  void hugeSamplesAreCompared() {
    long[] counts = new long[BucketLayout.BUCKETS];
    counts[100] = Long.MAX_VALUE / 2;
    counts[200] = 10;
    WeightedSample huge = WeightedSample.of(Histogram.of(counts, 1e20));

    assertThat(EqualSize.logRatio(0.99, huge, huge)).isZero();
    assertThat(EqualSize.logRatio(0.99, huge, sample(new long[] {5}))).isFinite();
  }

  private static double meanLogOfLesser(long[] values) {
    double sum = 0;
    int draws = 0;
    for (int i = 0; i < values.length; i++) {
      for (int j = i + 1; j < values.length; j++) {
        int bucket = BucketLayout.indexOf(Math.min(values[i], values[j]));
        sum += Math.log((BucketLayout.lower(bucket) + BucketLayout.upper(bucket)) / 2.0);
        draws++;
      }
    }
    return sum / draws;
  }

  private static WeightedSample sample(long[] values) {
    return WeightedSample.of(Histogram.ofValues(values));
  }

  private static long[] lognormal(Random random, int n) {
    long[] values = new long[n];
    for (int i = 0; i < n; i++) {
      values[i] = Math.round(1e6 * Math.exp(0.5 * random.nextGaussian()));
    }
    return values;
  }
}
