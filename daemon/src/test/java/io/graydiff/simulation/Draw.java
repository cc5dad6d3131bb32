package io.graydiff.simulation;

import io.graydiff.histogram.BucketLayout;
import io.graydiff.histogram.Histogram;
import java.util.random.RandomGenerator;

/** Random histograms and counts. */
final class Draw {
  private static final double MEDIAN_NANOS = 10e6;
  private static final double SIGMA = 0.5;

  private Draw() {}

  /**
   * Latencies, lognormal with median 10 ms and sigma 0.5.
   *
   * @param size how many
   * @param logShift added to the log of each
   * @param slowShare the share of requests that take {@code slowFactor} times as long
   */
  static Histogram latencies(
      RandomGenerator random, int size, double logShift, double slowShare, double slowFactor) {
    long[] counts = new long[BucketLayout.BUCKETS];
    double sum = 0;
    double scale = MEDIAN_NANOS * Math.exp(logShift);
    for (int i = 0; i < size; i++) {
      double factor = slowShare > 0 && random.nextDouble() < slowShare ? slowFactor : 1;
      long value = Math.round(scale * factor * Math.exp(SIGMA * random.nextGaussian()));
      counts[BucketLayout.indexOf(value)]++;
      sum += value;
    }
    return Histogram.of(counts, sum);
  }

  /** A Poisson count, by products of uniforms for small means and in halves for large ones. */
  static long poisson(RandomGenerator random, double mean) {
    if (mean > 30) {
      return poisson(random, mean / 2) + poisson(random, mean / 2);
    }
    double limit = Math.exp(-mean);
    long n = 0;
    for (double p = random.nextDouble(); p > limit; p *= random.nextDouble()) {
      n++;
    }
    return n;
  }

  /** A negative binomial count of this mean, its variance so many times the mean. */
  static long overdispersed(RandomGenerator random, double mean, double phi) {
    double shape = mean / (phi - 1);
    return poisson(random, gamma(random, shape) * (phi - 1));
  }

  /** Marsaglia and Tsang (2000), for a shape of at least 1. */
  private static double gamma(RandomGenerator random, double shape) {
    double d = shape - 1 / 3.0;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double z = random.nextGaussian();
      double v = Math.pow(1 + c * z, 3);
      if (v > 0 && Math.log(random.nextDouble()) < 0.5 * z * z + d - d * v + d * Math.log(v)) {
        return d * v;
      }
    }
  }
}
