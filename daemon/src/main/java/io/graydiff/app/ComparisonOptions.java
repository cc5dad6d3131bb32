package io.graydiff.app;

import io.graydiff.app.config.Budget;
import io.graydiff.app.config.ComparisonName;
import io.graydiff.app.config.ListenAddress;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Mixin;
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

  @Mixin private VerdictOptions verdict = new VerdictOptions();

  @Option(
      names = "--window",
      paramLabel = "DURATION",
      description =
          "Length of a window (default: a fortieth of --for, at least 500ms; 10s without end).")
  private Optional<Duration> window = Optional.empty();

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

  /** How it is judged. */
  public VerdictOptions verdict() {
    return verdict;
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
