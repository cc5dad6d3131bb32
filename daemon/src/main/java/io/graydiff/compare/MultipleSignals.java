package io.graydiff.compare;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Combines e-values of many hypotheses. Pure functions; e-values as logs, so that none overflows.
 * They must be those of the moment, never running maxima.
 */
final class MultipleSignals {
  private MultipleSignals() {}

  /**
   * Log of the mean of e-values: again an e-value, for "none of them holds", whatever they share.
   */
  static double logMean(double[] logs) {
    double greatest = Arrays.stream(logs).max().orElse(0);
    double sum = Arrays.stream(logs).map(log -> Math.exp(log - greatest)).sum();
    return logs.length == 0 ? 0 : greatest + Math.log(sum / logs.length);
  }

  /**
   * The e-BH procedure (Wang and Ramdas 2022): the k greatest e-values, for the greatest k with the
   * k-th at least {@code m / (k alpha)}. The expected share of wrong ones in the list is at most
   * alpha under any dependence.
   *
   * @return indices of the hypotheses rejected, the strongest first
   */
  static List<Integer> rejected(double[] logs, double alpha) {
    List<Integer> byEvidence =
        IntStream.range(0, logs.length)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> -logs[i]))
            .toList();
    int count = 0;
    for (int k = 1; k <= logs.length; k++) {
      if (logs[byEvidence.get(k - 1)] >= Math.log(logs.length / (k * alpha))) {
        count = k;
      }
    }
    return byEvidence.subList(0, count);
  }
}
