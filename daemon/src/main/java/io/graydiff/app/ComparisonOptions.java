package io.graydiff.app;

import io.graydiff.app.config.Alpha;
import io.graydiff.app.config.Budget;
import io.graydiff.app.config.ComparisonName;
import io.graydiff.app.config.ListenAddress;
import io.graydiff.app.config.Percent;
import io.graydiff.signal.Signal;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/**
 * How to compare: the options that compare, demo and daemon share. Values are empty where the user
 * gave none, so that the configuration file can fill the gap.
 */
public final class ComparisonOptions {
  private static final int WINDOWS_PER_RUN = 40;
  private static final Duration SHORTEST_DEFAULT_WINDOW = Duration.ofMillis(500);

  /** The window where the length of the run is not known. */
  private static final Duration ENDLESS_WINDOW = Duration.ofSeconds(10);

  @Option(
      names = "--budget",
      paramLabel = "SHARE",
      description =
          "Share of the observed processes' CPU that measuring may cost, such as 1%% (default), or"
              + " unlimited, which keeps every probe always on.")
  private Optional<Budget> budget = Optional.empty();

  @Option(
      names = "--signals",
      paramLabel = "LIST",
      split = ",",
      description = "Measure only these signals, such as http.request.latency,alloc.size.")
  private List<Signal> signals = List.of();

  @Option(
      names = "--window",
      paramLabel = "DURATION",
      description =
          "Length of a window (default: a fortieth of --for, at least 500ms; 10s without end).")
  private Optional<Duration> window = Optional.empty();

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

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Name of the comparison in metrics and JSON.")
  private Optional<ComparisonName> name = Optional.empty();

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      description = "Where metrics and page are served (default: 127.0.0.1:9477).")
  private Optional<ListenAddress> listen = Optional.empty();

  public Optional<Budget> budget() {
    return budget;
  }

  /** The only signals to measure; empty for the default set. */
  public Set<Signal> signals() {
    return new LinkedHashSet<>(signals);
  }

  /**
   * The length of a window.
   *
   * @param runFor length of the run; empty when it has no end
   */
  public Duration window(Optional<Duration> runFor) {
    return window.orElseGet(() -> runFor.map(ComparisonOptions::share).orElse(ENDLESS_WINDOW));
  }

  /** The length of a window as the user gave it. */
  public Optional<Duration> window() {
    return window;
  }

  public Optional<Alpha> alpha() {
    return alpha;
  }

  public Optional<Percent> tolerance() {
    return tolerance;
  }

  public Optional<ComparisonName> name() {
    return name;
  }

  public Optional<ListenAddress> listen() {
    return listen;
  }

  private static Duration share(Duration runFor) {
    Duration share = runFor.dividedBy(WINDOWS_PER_RUN);
    return share.compareTo(SHORTEST_DEFAULT_WINDOW) < 0 ? SHORTEST_DEFAULT_WINDOW : share;
  }
}
