package io.graydiff.compare;

/**
 * A least-squares line through points, in constant memory. Immutable.
 *
 * @param count points
 * @param meanX their mean
 * @param meanY their mean
 * @param sxx sum of squares of x about its mean
 * @param sxy sum of products of x and y about their means
 */
record LineFit(long count, double meanX, double meanY, double sxx, double sxy) {
  static final LineFit EMPTY = new LineFit(0, 0, 0, 0, 0);

  LineFit plus(double x, double y) {
    long n = count + 1;
    double dx = x - meanX;
    double newMeanX = meanX + dx / n;
    double newMeanY = meanY + (y - meanY) / n;
    return new LineFit(n, newMeanX, newMeanY, sxx + dx * (x - newMeanX), sxy + dx * (y - newMeanY));
  }

  /** Change of y per unit of x, NaN before there are two different x. */
  double slope() {
    return sxx > 0 ? sxy / sxx : Double.NaN;
  }

  /** The y that the line foretells; takes at least two different x. */
  double at(double x) {
    return meanY + slope() * (x - meanX);
  }

  /** By how much the error of a forecast exceeds that of one point, as standard deviations. */
  double forecastFactor(double x) {
    double dx = x - meanX;
    return Math.sqrt(1 + 1.0 / count + dx * dx / sxx);
  }
}
