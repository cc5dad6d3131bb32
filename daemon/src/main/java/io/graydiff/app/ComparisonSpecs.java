package io.graydiff.app;

import io.graydiff.app.agent.ComparisonSpec;
import io.graydiff.app.config.Alpha;
import io.graydiff.app.config.ComparisonConfig;
import io.graydiff.app.config.Percent;
import io.graydiff.app.config.SignalConfig;
import io.graydiff.compare.EngineSettings;
import io.graydiff.compare.SignalSettings;
import io.graydiff.signal.Signal;
import io.graydiff.target.Selectors;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Forms comparisons from options and configuration; what neither says gets its default. */
final class ComparisonSpecs {
  /** A verdict is meant to be reached after so many windows where the length is not known. */
  private static final int ENDLESS_WINDOWS = 60;

  private ComparisonSpecs() {}

  /** The one comparison of the command line. */
  static ComparisonSpec of(
      String defaultName,
      Selectors baseline,
      Selectors canary,
      ComparisonOptions options,
      Optional<Duration> runFor) {
    Duration window = options.window(runFor);
    return new ComparisonSpec(
        options.name().map(Object::toString).orElse(defaultName),
        baseline,
        canary,
        window,
        engine(options.verdict(), windows(runFor, window)),
        enabled(options.verdict()));
  }

  /** A comparison of the configuration file; options stand in for what it does not say. */
  static ComparisonSpec of(ComparisonConfig config, ComparisonOptions options) {
    Duration window = config.window().orElseGet(() -> options.window(Optional.empty()));
    return new ComparisonSpec(
        config.name().value(),
        config.baseline(),
        config.canary(),
        window,
        engine(
            config.alpha().or(options.verdict()::alpha),
            ENDLESS_WINDOWS,
            config.tolerance().or(options.verdict()::tolerance),
            config.signals(),
            options.verdict()),
        enabled(config.signals(), options.verdict()));
  }

  private static int windows(Optional<Duration> runFor, Duration window) {
    return runFor
        .map(length -> (int) Math.max(1, length.toNanos() / window.toNanos()))
        .orElse(ENDLESS_WINDOWS);
  }

  /** How the command line wants it to be judged. */
  static EngineSettings engine(VerdictOptions options, int windows) {
    return engine(options.alpha(), windows, options.tolerance(), Map.of(), options);
  }

  /** The signals that the command line wants. */
  static Set<Signal> enabled(VerdictOptions options) {
    return enabled(Map.of(), options);
  }

  private static EngineSettings engine(
      Optional<Alpha> alpha,
      int windows,
      Optional<Percent> tolerance,
      Map<Signal, SignalConfig> configured,
      VerdictOptions options) {
    Set<Signal> enabled = enabled(configured, options);
    Map<Signal, SignalSettings> signals = new EnumMap<>(Signal.class);
    for (Signal signal : Signal.values()) {
      SignalSettings defaults = SignalSettings.defaults(signal);
      Optional<SignalConfig> own = Optional.ofNullable(configured.get(signal));
      signals.put(
          signal,
          new SignalSettings(
              own.flatMap(SignalConfig::tolerance)
                  .or(() -> tolerance)
                  .map(Percent::share)
                  .orElse(defaults.tolerance()),
              own.flatMap(SignalConfig::worse).orElse(defaults.worse()),
              enabled.contains(signal),
              defaults.decides() || own.isPresent() || options.signals().contains(signal)));
    }
    return new EngineSettings(alpha.orElse(Alpha.DEFAULT).share(), windows, signals);
  }

  private static Set<Signal> enabled(Map<Signal, SignalConfig> configured, VerdictOptions options) {
    Set<Signal> enabled = EnumSet.noneOf(Signal.class);
    for (Signal signal : Signal.values()) {
      boolean chosen = options.signals().isEmpty() || options.signals().contains(signal);
      if (Optional.ofNullable(configured.get(signal))
          .flatMap(SignalConfig::enabled)
          .orElse(chosen)) {
        enabled.add(signal);
      }
    }
    return enabled;
  }
}
