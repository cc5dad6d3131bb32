package io.graydiff.compare;

import io.graydiff.signal.Signal;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a {@link ComparisonEngine} judges by.
 *
 * @param alpha the chance, over all signals and all looks, of calling a regression where there is
 *     none; between 0 and 0.5
 * @param expectedWindows the number of windows the comparison is planned for: the intervals are
 *     tuned to it, but stay valid before and after
 * @param signals settings by signal; signals that are missing get their defaults
 */
public record EngineSettings(
    double alpha, int expectedWindows, Map<Signal, SignalSettings> signals) {

  public EngineSettings {
    if (!(alpha > 0 && alpha < 0.5)) {
      throw new IllegalArgumentException("alpha " + alpha + " is not between 0 and 0.5");
    }
    if (expectedWindows < 1) {
      throw new IllegalArgumentException("expected windows: " + expectedWindows);
    }
    Map<Signal, SignalSettings> all = new EnumMap<>(Signal.class);
    for (Signal signal : Signal.values()) {
      SignalSettings configured = signals.get(signal);
      all.put(signal, configured != null ? configured : SignalSettings.defaults(signal));
    }
    signals = Map.copyOf(all);
  }

  /** The settings of one signal. */
  public SignalSettings of(Signal signal) {
    SignalSettings settings = signals.get(signal);
    if (settings == null) {
      throw new IllegalStateException("no settings for " + signal.id());
    }
    return settings;
  }

  /** How many signals share alpha. */
  int enabledSignals() {
    return (int) signals.values().stream().filter(SignalSettings::enabled).count();
  }
}
