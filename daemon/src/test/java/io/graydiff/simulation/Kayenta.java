package io.graydiff.simulation;

import java.util.Arrays;

/**
 * The rule of Kayenta's NetflixACAJudge, written anew from its definition for comparison: the
 * confidence interval of the Mann-Whitney test on the difference of two series of window values
 * (normal approximation with ties and continuity correction, as R's wilcox.test), level 0.98; an
 * increase is one whose lower end exceeds a quarter of the Hodges-Lehmann estimate. Where ties put
 * both at zero although the test rejects, the original's root finder returns tiny positive numbers;
 * that counts as an increase here.
 */
final class Kayenta {
  /** The 0.99 quantile of the standard normal distribution: a two-sided level of 0.98. */
  private static final double Z = 2.3263478740408408;

  private static final double TOLERANCE = 0.25;
  private static final double ROOT_ACCURACY = 1e-4;
  private static final int BISECTIONS = 60;

  private final double[] control;
  private final double[] experiment;

  private Kayenta(double[] control, double[] experiment) {
    this.control = control.clone();
    this.experiment = experiment.clone();
    Arrays.sort(this.control);
    Arrays.sort(this.experiment);
  }

  /** Whether the rule calls the experiment higher than the control. */
  static boolean callsHigh(double[] control, double[] experiment) {
    if (control.length == 0 || experiment.length == 0 || Arrays.equals(control, experiment)) {
      return false;
    }
    Kayenta test = new Kayenta(control, experiment);
    if (test.statistic(0) <= Z) {
      return false;
    }
    double estimate = test.shiftAt(0);
    return estimate < ROOT_ACCURACY || test.shiftAt(Z) > TOLERANCE * estimate;
  }

  /** The shift of the experiment at which the statistic has this value. */
  private double shiftAt(double z) {
    double low = experiment[0] - control[control.length - 1];
    double high = experiment[experiment.length - 1] - control[0];
    if (statistic(low) <= z) {
      return low;
    }
    for (int i = 0; i < BISECTIONS; i++) {
      double middle = (low + high) / 2;
      if (statistic(middle) > z) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  /** The standardised rank sum of the experiment when it is shifted down by this much. */
  private double statistic(double shift) {
    double n = experiment.length;
    double m = control.length;
    double wins = 0;
    double tieTerm = 0;
    int below = 0;
    int i = 0;
    int j = 0;
    while (i < experiment.length || j < control.length) {
      double x = i < experiment.length ? experiment[i] - shift : Double.POSITIVE_INFINITY;
      double y = j < control.length ? control[j] : Double.POSITIVE_INFINITY;
      double value = Math.min(x, y);
      int tiedX = 0;
      while (i < experiment.length && experiment[i] - shift == value) {
        i++;
        tiedX++;
      }
      int tiedY = 0;
      while (j < control.length && control[j] == value) {
        j++;
        tiedY++;
      }
      wins += tiedX * (below + tiedY / 2.0);
      below += tiedY;
      double tied = (double) tiedX + tiedY;
      tieTerm += tied * tied * tied - tied;
    }
    double centred = wins - n * m / 2;
    double variance = n * m / 12 * (n + m + 1 - tieTerm / ((n + m) * (n + m - 1)));
    return variance > 0 ? (centred - 0.5 * Math.signum(centred)) / Math.sqrt(variance) : 0;
  }
}
