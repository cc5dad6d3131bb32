package io.graydiff.app;

import io.graydiff.app.config.Alpha;
import io.graydiff.app.config.Percent;
import io.graydiff.signal.Signal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** How to judge: the options that every command with a verdict has. Empty where none was given. */
public final class VerdictOptions {
  @Option(
      names = "--signals",
      paramLabel = "LIST",
      split = ",",
      description = "Measure only these signals, such as http.request.latency,alloc.size.")
  private List<Signal> signals = List.of();

  @Option(
      names = "--alpha",
      paramLabel = "SHARE",
      description = "Share of false alarms that is accepted (default: 0.01).")
  private Optional<Alpha> alpha = Optional.empty();

  @Option(
      names = "--tolerance",
      paramLabel = "SHARE",
      description = "Change that is not called a regression (default: 3%%, levels 10%%).")
  private Optional<Percent> tolerance = Optional.empty();

  /** The only signals to look at; empty for the default set. */
  public Set<Signal> signals() {
    return new LinkedHashSet<>(signals);
  }

  public Optional<Alpha> alpha() {
    return alpha;
  }

  public Optional<Percent> tolerance() {
    return tolerance;
  }
}
