package io.graydiff.compare;

import io.graydiff.signal.Kind;
import io.graydiff.signal.Signal;
import io.graydiff.signal.Worse;

/**
 * How one signal is judged.
 *
 * @param tolerance the share of change that is not called a regression, such as 0.03; at 0 a pass
 *     takes a shown improvement
 * @param worse the direction that is a regression
 * @param enabled whether the signal is compared at all
 */
public record SignalSettings(double tolerance, Worse worse, boolean enabled) {
  /**
   * The tolerance of levels unless configured: memory and goroutines of two processes of one build
   * differ by more than latencies do.
   */
  public static final double DEFAULT_LEVEL_TOLERANCE = 0.10;

  public SignalSettings {
    if (!(tolerance >= 0 && tolerance < 1000)) {
      throw new IllegalArgumentException("tolerance " + tolerance + " is not in [0, 1000)");
    }
  }

  /** What holds for a signal that is not configured. */
  public static SignalSettings defaults(Signal signal) {
    double tolerance =
        signal.kind() == Kind.LEVEL ? DEFAULT_LEVEL_TOLERANCE : Signal.DEFAULT_TOLERANCE;
    return new SignalSettings(tolerance, signal.worse(), true);
  }
}
