package io.graydiff.histogram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class KaplanMeierTest {
  /** Values 1, 2, 3, 4 of which 2 is cut off: survival 3/4, 3/4, 3/8, 0. */
  @Test
  void theMassOfACutOffValueGoesToTheLongerOnes() {
    WeightedSample sample =
        KaplanMeier.estimate(Histogram.ofValues(1, 3, 4), Histogram.ofValues(2));

    assertThat(sample.size()).isEqualTo(4);
    assertThat(sample.weight(BucketLayout.indexOf(1))).isEqualTo(1);
    assertThat(sample.weight(BucketLayout.indexOf(2))).isZero();
    assertThat(sample.weight(BucketLayout.indexOf(3))).isEqualTo(1.5);
    assertThat(sample.weight(BucketLayout.indexOf(4))).isEqualTo(1.5);
  }

  @Test
  void aLongestValueThatIsCutOffKeepsItsMass() {
    WeightedSample sample =
        KaplanMeier.estimate(Histogram.ofValues(1, 1), Histogram.ofValues(1000, 1000));

    assertThat(sample.quantile(0.9)).isGreaterThan(900);
    assertThat(sample.size()).isEqualTo(4);
  }

  @Test
  void whatLiesAmongValuesCutOffLastIsKnownOnlyToBeLonger() {
    WeightedSample half =
        KaplanMeier.estimate(Histogram.ofValues(1, 1), Histogram.ofValues(1000, 1000));
    WeightedSample seen = KaplanMeier.estimate(Histogram.ofValues(1, 3, 4), Histogram.ofValues(2));

    assertThat(half.isBeyond(0.5)).isFalse();
    assertThat(half.isBeyond(0.51)).isTrue();
    assertThat(seen.isBeyond(1)).isFalse();
  }

  /** Windows of 100 cut waits of 150: without the estimate none of the long ones would show. */
  @Test
  void longWaitsDoNotVanishInShortWindows() {
    Histogram ended = Histogram.ofValues(10, 10, 10, 10, 10);
    Histogram cut = Histogram.ofValues(90, 60, 95, 99, 30);

    assertThat(KaplanMeier.estimate(ended, cut).quantile(0.75)).isGreaterThan(50);
    assertThat(ended.quantile(0.75)).isLessThan(11);
  }

  @Property(tries = 200)
  void withNothingCutOffItIsThePlainHistogram(
      @ForAll @Size(min = 1, max = 50) long[] values, @ForAll @IntRange(min = 0, max = 100) int q) {
    for (int i = 0; i < values.length; i++) {
      values[i] = values[i] >>> 24;
    }
    Histogram histogram = Histogram.ofValues(values);
    WeightedSample sample = KaplanMeier.estimate(histogram, Histogram.EMPTY);

    double expected = histogram.quantile(q / 100.0);
    assertThat(sample.quantile(q / 100.0)).isCloseTo(expected, within(expected * 1e-9 + 1e-9));
    assertThat(sample.mean()).isEqualTo(histogram.mean());
  }

  @Property(tries = 200)
  void cuttingNeverMakesTheEstimateShorterThanWhatWasSeen(
      @ForAll @Size(min = 1, max = 30) int[] ended, @ForAll @Size(max = 30) int[] cut) {
    Histogram e = positive(ended);
    Histogram c = positive(cut);
    WeightedSample estimate = KaplanMeier.estimate(e, c);
    WeightedSample seen = WeightedSample.of(e.plus(c));

    assertThat(estimate.size()).isCloseTo(seen.size(), within(1e-9 * seen.size()));
    for (double q : new double[] {0.1, 0.5, 0.95}) {
      assertThat(estimate.quantile(q)).isGreaterThan(seen.quantile(q) * 0.95 - 1);
    }
  }

  private static Histogram positive(int[] values) {
    long[] positive = new long[values.length];
    for (int i = 0; i < values.length; i++) {
      positive[i] = 1 + (values[i] >>> 8);
    }
    return Histogram.ofValues(positive);
  }
}
