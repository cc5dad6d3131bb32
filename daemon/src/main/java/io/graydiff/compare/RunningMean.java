package io.graydiff.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The mean of a series that is neither independent nor free of outliers, with its long-run
 * variance, in constant memory. Immutable: {@link #plus} returns the next state, so that the state
 * can be saved as it is. Values are kept relative to the first one so that sums do not cancel.
 *
 * <p>Long-run variance: {@code s^2 f t/(t-1)} with f from {@link Autocorrelation}, of which the
 * running maximum counts. The maximum is taken over the newer half of the data, about (epochs that
 * grow by half), so that one wild hour does not blunt the comparison for days. The deviation of few
 * values is widened by {@code 1 + (12/t)^3}, which simulation shows to be needed
 * (docs/verdicts.md).
 *
 * <p>Outliers are pulled in: the first {@value #MIN_VALUES} values are held back and clipped at six
 * robust standard deviations about their median, each later one at five standard deviations about
 * the mean so far. A lasting change passes through, because the deviation grows with it.
 *
 * @param held the values held back so far; empty once there are enough
 * @param count values taken in
 * @param origin the first value
 * @param mean relative to the origin
 * @param squares sum of squared deviations from the mean
 * @param neighbours autocorrelation of the values, relative to the origin
 * @param epochEnd the count at which the current epoch ends
 * @param epochMaximum the greatest long-run variance of the current epoch
 * @param earlierMaximum the same of the epoch before
 */
record RunningMean(
    List<Double> held,
    long count,
    double origin,
    double mean,
    double squares,
    Autocorrelation neighbours,
    long epochEnd,
    double epochMaximum,
    double earlierMaximum) {

  /** No interval before this many values. */
  static final int MIN_VALUES = 15;

  static final RunningMean EMPTY =
      new RunningMean(List.of(), 0, 0, 0, 0, Autocorrelation.EMPTY, nextEpoch(MIN_VALUES), 0, 0);

  private static final double EARLY_CLIP = 6;
  private static final double LATE_CLIP = 5;
  private static final double FEW_VALUES = 12;

  /** A deviation below it is that of arithmetic on a quantity that has not moved so far. */
  private static final double ROUNDING = 1e-9;

  private static final double MAD_TO_SD = 1.4826;

  RunningMean {
    held = List.copyOf(held);
  }

  /** The state with one value more. */
  RunningMean plus(double value) {
    if (settled()) {
      return taking(clipped(value)).withMaximum();
    }
    List<Double> values = new ArrayList<>(held);
    values.add(value);
    if (values.size() < MIN_VALUES) {
      return new RunningMean(
          values, 0, origin, mean, squares, neighbours, epochEnd, epochMaximum, earlierMaximum);
    }
    return EMPTY.takingFirst(values).withMaximum();
  }

  /** The value as it is taken in: outliers are pulled to the edge of what was usual so far. */
  double clipped(double value) {
    double deviation = settled() ? Math.sqrt(squares / (count - 1)) : 0;
    if (!(deviation > ROUNDING)) {
      return value;
    }
    double reach = LATE_CLIP * deviation;
    return clip(value, origin + mean - reach, origin + mean + reach);
  }

  /** Values seen, held back or taken in. */
  long size() {
    return held.size() + count;
  }

  /** Whether there are enough values for an interval. */
  boolean settled() {
    return count > 0;
  }

  /** The mean of the values, NaN when there are none. */
  double estimate() {
    return settled()
        ? origin + mean
        : held.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }

  /** The long-run standard deviation of one value; 0 before there are enough. */
  double longRunDeviation() {
    return Math.sqrt(Math.max(epochMaximum, earlierMaximum)) * widening(count);
  }

  /** How much wider a deviation is taken to be that was estimated from so few values. */
  static double widening(double values) {
    return 1 + Math.pow(FEW_VALUES / Math.max(1, values), 3);
  }

  private RunningMean takingFirst(List<Double> values) {
    double centre = median(values);
    double spread = MAD_TO_SD * median(values.stream().map(v -> Math.abs(v - centre)).toList());
    double reach = spread > ROUNDING ? EARLY_CLIP * spread : Double.POSITIVE_INFINITY;
    RunningMean state = this;
    for (double value : values) {
      state = state.taking(clip(value, centre - reach, centre + reach));
    }
    return state;
  }

  private RunningMean taking(double value) {
    double start = count == 0 ? value : origin;
    double x = value - start;
    long n = count + 1;
    double delta = x - mean;
    double newMean = mean + delta / n;
    return new RunningMean(
        List.of(),
        n,
        start,
        newMean,
        squares + delta * (x - newMean),
        neighbours.plus(x),
        epochEnd,
        epochMaximum,
        earlierMaximum);
  }

  private RunningMean withMaximum() {
    double now = longRunVariance();
    boolean next = count >= epochEnd;
    return new RunningMean(
        List.of(),
        count,
        origin,
        mean,
        squares,
        neighbours,
        next ? nextEpoch(epochEnd) : epochEnd,
        next ? now : Math.max(epochMaximum, now),
        next ? epochMaximum : earlierMaximum);
  }

  private double longRunVariance() {
    double n = count;
    double factor = neighbours.varianceFactor(count, mean, squares);
    return squares / (n - 1) * factor * n / (n - 1);
  }

  private static long nextEpoch(long end) {
    return end + (end + 1) / 2;
  }

  private static double clip(double value, double low, double high) {
    return Math.min(Math.max(value, low), high);
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
