package io.graydiff.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.graydiff.histogram.BucketLayout;
import io.graydiff.histogram.Histogram;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClassicBucketsTest {
  private static final long[] BOUNDS = bounds();

  /** As agents export seconds: four for each power of two. */
  private static long[] bounds() {
    List<Long> bounds = new ArrayList<>();
    for (int power = 8; power < 37; power++) {
      for (int quarter = 0; quarter < 4; quarter++) {
        bounds.add((1L << power) + quarter * (1L << (power - 2)));
      }
    }
    bounds.add(1L << 37);
    return bounds.stream().mapToLong(Long::longValue).toArray();
  }

  private static double[] cumulative(Histogram histogram) {
    double[] counts = new double[BOUNDS.length + 1];
    for (int i = 0; i < BucketLayout.BUCKETS; i++) {
      for (int b = 0; b < BOUNDS.length; b++) {
        counts[b] += BucketLayout.upper(i) <= BOUNDS[b] ? histogram.count(i) : 0;
      }
      counts[BOUNDS.length] += histogram.count(i);
    }
    return counts;
  }

  private static Histogram lognormal(double median, double sigma, int values, long seed) {
    Random random = new Random(seed);
    return Histogram.ofValues(
        random
            .doubles(values)
            .mapToLong(u -> Math.round(median * Math.exp(sigma * random.nextGaussian())))
            .toArray());
  }

  private static Histogram back(Histogram original) {
    return ClassicBuckets.histogram(BOUNDS, cumulative(original), original.sum());
  }

  @Test
  void keepsTheCountsOfClassicBucketsAndTheSum() {
    Histogram original = lognormal(1e6, 1, 5_000, 1);
    Histogram back = back(original);
    assertThat(cumulative(back)).isEqualTo(cumulative(original));
    assertThat(back.count()).isEqualTo(5_000);
    assertThat(back.mean()).isEqualTo(original.mean());
  }

  @Test
  void quantilesOfSmoothDistributionsAreWithinTwoPerCent() {
    for (int seed = 0; seed < 20; seed++) {
      Histogram original = lognormal(2e4 * Math.pow(1.7, seed), 0.5, 20_000, seed);
      for (double q : new double[] {0.5, 0.95, 0.99}) {
        assertThat(back(original).quantile(q) / original.quantile(q))
            .as("p%s of seed %s", q * 100, seed)
            .isCloseTo(1, within(0.02));
      }
    }
  }

  @Test
  void ratiosOfQuantilesAreNotPulledToTheBounds() {
    for (int seed = 0; seed < 20; seed++) {
      double median = 5e5 * Math.pow(1.13, seed);
      Histogram baseline = back(lognormal(median, 0.5, 50_000, seed));
      Histogram canary = back(lognormal(1.05 * median, 0.5, 50_000, 100 + seed));
      assertThat(canary.quantile(0.5) / baseline.quantile(0.5)).isCloseTo(1.05, within(0.02));
    }
  }

  @Test
  void valuesBeyondTheLastBoundAndBelowTheFirstAreCounted() {
    Histogram ends = Histogram.ofValues(100, 200, 1L << 38);
    Histogram back = back(ends);
    assertThat(back.count()).isEqualTo(3);
    assertThat(back.quantile(0.3)).isLessThanOrEqualTo(256);
    assertThat(back.quantile(1)).isGreaterThan(1L << 37);
  }

  @Test
  void knowsTheBoundsOfTheLayout() {
    for (long bound : BOUNDS) {
      assertThat(ClassicBuckets.isBound(bound)).isTrue();
    }
    assertThat(ClassicBuckets.isBound(5_000_000)).isFalse();
    assertThat(ClassicBuckets.isBound(0)).isFalse();
  }
}
