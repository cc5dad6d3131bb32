package io.graydiff.compare;

import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Welch's interval with processes as the units: what differs between versions has to be larger than
 * what differs between processes of one version. Pure functions.
 */
final class Welch {
  private Welch() {}

  /**
   * The interval on the ratio between the groups.
   *
   * @param baseline natural logs, one value a process
   * @param canary the same
   * @param alpha one-sided error of each end
   * @return empty with fewer than two processes a side
   */
  static Optional<Bounds> interval(
      Collection<Double> baseline, Collection<Double> canary, double alpha) {
    if (baseline.size() < 2 || canary.size() < 2) {
      return Optional.empty();
    }
    Moments b = Moments.of(baseline);
    Moments c = Moments.of(canary);
    double vb = b.variance() / b.count();
    double vc = c.variance() / c.count();
    double difference = c.mean() - b.mean();
    double error = Math.sqrt(vb + vc);
    if (!(error > 0)) {
      return Optional.of(new Bounds(Math.exp(difference), Math.exp(difference)));
    }
    double freedom =
        (vb + vc) * (vb + vc) / (vb * vb / (b.count() - 1) + vc * vc / (c.count() - 1));
    double reach = TDistribution.of(freedom).inverseSurvivalProbability(alpha) * error;
    return Optional.of(new Bounds(Math.exp(difference - reach), Math.exp(difference + reach)));
  }

  private record Moments(int count, double mean, double variance) {
    static Moments of(Collection<Double> logs) {
      double[] values = logs.stream().mapToDouble(Double::doubleValue).toArray();
      double mean = Arrays.stream(values).sum() / values.length;
      double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
      return new Moments(values.length, mean, squares / (values.length - 1));
    }
  }
}
