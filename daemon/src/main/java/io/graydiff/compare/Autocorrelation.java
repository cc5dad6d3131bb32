package io.graydiff.compare;

import java.util.ArrayList;
import java.util.List;

/**
 * Autocorrelation of a series at its first {@value #LAGS} lags, in constant memory. Immutable.
 *
 * <p>No list of values is needed: with {@code P = sum of x[i] x[i-k]}, {@code sum
 * (x[i]-m)(x[i-k]-m) = P - m (sum without the first k + sum without the last k) + (n-k) m^2}.
 *
 * @param firsts the first values of the series
 * @param lasts the newest values, the newest first
 * @param products sums of products of values k apart, for k = 1, 2, ...
 */
record Autocorrelation(List<Double> firsts, List<Double> lasts, List<Double> products) {
  static final int LAGS = 3;
  static final Autocorrelation EMPTY =
      new Autocorrelation(List.of(), List.of(), List.of(0.0, 0.0, 0.0));

  private static final double MAXIMUM = 0.97;

  /** The greatest variance factor of a first-order autoregression. */
  static final double MAXIMUM_FACTOR = (1 + MAXIMUM) / (1 - MAXIMUM);

  /** Above so many standard errors an autocorrelation is taken for real. */
  private static final double SIGNIFICANT = 1.5;

  Autocorrelation {
    firsts = List.copyOf(firsts);
    lasts = List.copyOf(lasts);
    products = List.copyOf(products);
  }

  Autocorrelation plus(double value) {
    List<Double> nextFirsts = new ArrayList<>(firsts);
    if (nextFirsts.size() < LAGS) {
      nextFirsts.add(value);
    }
    List<Double> nextLasts = new ArrayList<>();
    List<Double> nextProducts = new ArrayList<>();
    nextLasts.add(value);
    for (int k = 0; k < LAGS; k++) {
      boolean known = k < lasts.size();
      nextProducts.add(products.get(k) + (known ? value * lasts.get(k) : 0));
      if (known && nextLasts.size() < LAGS) {
        nextLasts.add(lasts.get(k));
      }
    }
    return new Autocorrelation(nextFirsts, nextLasts, nextProducts);
  }

  /**
   * By how much the variance of the mean of this series exceeds that of independent values.
   *
   * <p>{@code (1+r')/(1-r')} with the lag-1 autocorrelation corrected for its bias, {@code r' =
   * clip(r + (1+3r)/n, 0, 0.97)}: right for a first-order autoregression. Where each value carries
   * sampling noise on top of a slow drift the autocorrelations are {@code r phi^(k-1)} instead, and
   * the factor is {@code 1 + 2 r/(1-phi)}, with phi from how they fall off. The larger one counts;
   * the second only where r' is significant.
   *
   * @param count number of values, more than {@link #LAGS}
   * @param mean of them
   * @param squares sum of squared deviations from it
   */
  double varianceFactor(long count, double mean, double squares) {
    if (!(squares > 0)) {
      return 1;
    }
    double r1 = at(1, count, mean, squares);
    double bias = (1 + 3 * r1) / count;
    double a = clip(r1 + bias, 0, MAXIMUM);
    double first = (1 + a) / (1 - a);
    if (a <= SIGNIFICANT / Math.sqrt(count)) {
      return first;
    }
    double b = Math.max(0, at(2, count, mean, squares) + bias);
    double c = Math.max(0, at(3, count, mean, squares) + bias);
    double phi = clip((a * b + b * c) / (a * a + b * b), a, MAXIMUM);
    return Math.max(first, 1 + 2 * a / (1 - phi));
  }

  private double at(int lag, long count, double mean, double squares) {
    double head = 0;
    double tail = 0;
    for (int i = 0; i < lag; i++) {
      head += firsts.get(i);
      tail += lasts.get(i);
    }
    double sum = count * mean;
    double centred =
        products.get(lag - 1) - mean * (2 * sum - head - tail) + (count - lag) * mean * mean;
    return clip(centred / squares, -1, 1);
  }

  private static double clip(double value, double low, double high) {
    return Math.min(Math.max(value, low), high);
  }
}
