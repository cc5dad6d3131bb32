package io.graydiff.fleet;

/**
 * Moments at which series are read, as many seconds apart as a window is long.
 *
 * @param start seconds since 1970
 * @param step seconds, above 0
 * @param points at least 1
 */
record Grid(double start, double step, int points) {
  Grid {
    if (!(step > 0) || points < 1) {
      throw new IllegalArgumentException("a grid of " + points + " points, " + step + " s apart");
    }
  }

  double at(int point) {
    return start + point * step;
  }

  double end() {
    return at(points - 1);
  }

  /** The point at this time; -1 when it is none of the grid. */
  int point(double seconds) {
    long nearest = Math.round((seconds - start) / step);
    return nearest >= 0 && nearest < points ? (int) nearest : -1;
  }
}
