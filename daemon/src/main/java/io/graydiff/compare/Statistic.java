package io.graydiff.compare;

import io.graydiff.histogram.WeightedSample;

/** What is read from a distribution and compared, window by window. */
enum Statistic {
  P50("p50", 0.5, 5),
  P95("p95", 0.95, 10),
  P99("p99", 0.99, 50),
  MEAN("mean", Double.NaN, 5);

  /** Half of the smallest positive value: means of nothing but zeros stay comparable. */
  private static final double SMALLEST = 0.5;

  private final String id;
  private final double quantile;
  private final int minimumSize;

  Statistic(String id, double quantile, int minimumSize) {
    this.id = id;
    this.quantile = quantile;
    this.minimumSize = minimumSize;
  }

  /** The name in results. */
  String id() {
    return id;
  }

  /** Windows with fewer values in either group are pooled with the next ones until there are. */
  int minimumSize() {
    return minimumSize;
  }

  /** The value in the recorded unit, NaN when the sample is empty. */
  double of(WeightedSample sample) {
    return this == MEAN ? sample.mean() : sample.quantile(quantile);
  }

  /** Whether the value is known only to be longer than what was seen. */
  boolean isBeyond(WeightedSample sample) {
    return this != MEAN && sample.isBeyond(quantile);
  }

  /** Log of canary over baseline, both as if they had the same number of values. */
  double logRatio(WeightedSample baseline, WeightedSample canary) {
    if (this == MEAN) {
      return Math.log(Math.max(canary.mean(), SMALLEST) / Math.max(baseline.mean(), SMALLEST));
    }
    return EqualSize.logRatio(quantile, baseline, canary);
  }
}
