package io.graydiff.app.config;

import io.graydiff.signal.Signal;
import io.graydiff.target.Selectors;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * One comparison of the configuration file; empty where it keeps the default.
 *
 * @param name unique in the file
 * @param baseline who is in the baseline
 * @param canary who is in the canary
 * @param alpha false alarms that are accepted
 * @param window length of a window
 * @param tolerance for the signals that have none of their own
 * @param signals what is said of single signals
 */
public record ComparisonConfig(
    ComparisonName name,
    Selectors baseline,
    Selectors canary,
    Optional<Alpha> alpha,
    Optional<Duration> window,
    Optional<Percent> tolerance,
    Map<Signal, SignalConfig> signals) {
  public ComparisonConfig {
    signals = Map.copyOf(signals);
  }
}
