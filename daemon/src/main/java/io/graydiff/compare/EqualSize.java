package io.graydiff.compare;

import io.graydiff.histogram.BucketLayout;
import io.graydiff.histogram.WeightedSample;
import org.apache.commons.statistics.distribution.HypergeometricDistribution;

/**
 * Compares an extreme quantile of two samples of different size without the bias of the smaller
 * one: the p99 of 50 values is about their greatest, and lies elsewhere than the p99 of 5,000.
 *
 * <p>The larger sample is thinned to the size of the smaller one by drawing without replacement.
 * Instead of one random draw, which would add noise, the expectation over all draws is taken: the
 * r-th smallest of m values drawn from N lies above a bucket's end with the probability that a
 * hypergeometric count of the values beyond it exceeds m - r. Pure functions, no randomness.
 *
 * <p>Both samples are thinned further, to a third of the smaller one but not below {@code 1/(1-q)}
 * values: the mean over all such draws weighs several neighbouring values instead of one and has
 * less variance (docs/verdicts.md has the figures).
 */
final class EqualSize {
  /** With this many values beyond the quantile in both samples the bias is negligible. */
  private static final double PLENTY_BEYOND = 25;

  private static final double NEGLIGIBLE = 1e-9;
  private static final int MAX_POPULATION = 100_000_000;

  private EqualSize() {}

  /** Log of canary over baseline for a quantile of 0.5 or more. */
  static double logRatio(double q, WeightedSample baseline, WeightedSample canary) {
    double smaller = Math.min(baseline.size(), canary.size());
    if (smaller * (1 - q) >= PLENTY_BEYOND) {
      return Math.log(canary.quantile(q) / baseline.quantile(q));
    }
    int size = (int) Math.round(Math.min(smaller, Math.max(1 / (1 - q), smaller / 3)));
    int rank = (int) Math.max(1, Math.ceil(q * size));
    return meanLog(canary, size, rank) - meanLog(baseline, size, rank);
  }

  /** Expected log of the rank-th smallest of so many values drawn from the sample. */
  private static double meanLog(WeightedSample sample, int size, int rank) {
    double scale = Math.min(1, MAX_POPULATION / sample.size());
    int population = (int) Math.max(size, Math.round(sample.size() * scale));
    double sum = 0;
    double reached = 1;
    double middle = 0;
    for (int bucket = BucketLayout.BUCKETS - 1; bucket >= 0 && reached > NEGLIGIBLE; bucket--) {
      if (sample.weight(bucket) <= 0) {
        continue;
      }
      middle = Math.log((BucketLayout.lower(bucket) + BucketLayout.upper(bucket)) / 2.0);
      int beyond = (int) Math.min(population, Math.round(aboveOrAt(sample, bucket) * scale));
      double below = atMost(population, beyond, size, size - rank);
      sum += (reached - below) * middle;
      reached = below;
    }
    return sum + reached * middle;
  }

  private static double aboveOrAt(WeightedSample sample, int bucket) {
    return sample.above(bucket) + sample.weight(bucket);
  }

  /**
   * Probability that of so many draws at most this many fall on the marked values. Of the terms
   * only the first is computed from scratch: each other one is a ratio away from the one before.
   */
  private static double atMost(int population, int marked, int draws, int most) {
    int fewest = (int) Math.max(0, (long) draws + marked - population);
    if (fewest > most) {
      return 0;
    }
    double term = HypergeometricDistribution.of(population, marked, draws).probability(fewest);
    double sum = term;
    for (int hits = fewest; hits < Math.min(most, Math.min(draws, marked)); hits++) {
      double unmarked = (double) population - marked - draws + hits + 1;
      term *= (double) (marked - hits) * (draws - hits) / ((hits + 1) * unmarked);
      sum += term;
    }
    return Math.min(1, sum);
  }
}
