package io.graydiff.compare;

import io.graydiff.signal.Kind;
import io.graydiff.signal.Signal;
import io.graydiff.signal.Worse;
import java.util.EnumSet;
import java.util.Set;

/**
 * How one signal is judged.
 *
 * @param tolerance the share of change that is not called a regression, such as 0.03; at 0 a pass
 *     takes a shown improvement
 * @param worse the direction that is a regression
 * @param enabled whether the signal is compared at all
 * @param decides whether a pass over all signals takes it; else it only bars one while it looks
 *     like a regression
 */
public record SignalSettings(double tolerance, Worse worse, boolean enabled, boolean decides) {
  /**
   * The tolerance of levels unless configured: memory and goroutines of two processes of one build
   * differ by more than latencies do.
   */
  public static final double DEFAULT_LEVEL_TOLERANCE = 0.10;

  /**
   * What users and bills feel: answers, their time, CPU time, memory, failures. All else says why,
   * and some of it is too noisy ever to be shown the same.
   */
  private static final Set<Signal> DECIDING =
      EnumSet.of(
          Signal.HTTP_REQUEST_LATENCY,
          Signal.GRPC_REQUEST_LATENCY,
          Signal.ALLOC_BYTES,
          Signal.PANICS,
          Signal.THROWS,
          Signal.HTTP_RESPONSES_5XX,
          Signal.PROCESS_CPU_SECONDS,
          Signal.PROCESS_RESIDENT_BYTES,
          Signal.GOROUTINE_LIVE);

  /** A change by this much is no pass, whatever else passes. */
  private static final double MARGIN = 0.10;

  public SignalSettings {
    if (!(tolerance >= 0 && tolerance < 1000)) {
      throw new IllegalArgumentException("tolerance " + tolerance + " is not in [0, 1000)");
    }
  }

  /** A signal that decides, as one does that somebody has named. */
  public SignalSettings(double tolerance, Worse worse, boolean enabled) {
    this(tolerance, worse, enabled, true);
  }

  /** What is shown to change by less than this bars no pass. */
  double margin() {
    return Math.max(MARGIN, tolerance);
  }

  /** The same with a tolerance of at least that. */
  SignalSettings withTolerance(double least) {
    return new SignalSettings(Math.max(least, tolerance), worse, enabled, decides);
  }

  /** What holds for a signal that is not configured. */
  public static SignalSettings defaults(Signal signal) {
    double tolerance =
        signal.kind() == Kind.LEVEL ? DEFAULT_LEVEL_TOLERANCE : Signal.DEFAULT_TOLERANCE;
    return new SignalSettings(tolerance, signal.worse(), true, DECIDING.contains(signal));
  }
}
