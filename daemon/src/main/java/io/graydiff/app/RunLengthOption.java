package io.graydiff.app;

import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How long compare and demo measure. */
public final class RunLengthOption {
  @Option(
      names = "--for",
      paramLabel = "DURATION",
      description = "Measure this long, then report; such as 60s (default: until Ctrl-C).")
  private Optional<Duration> runFor = Optional.empty();

  /** The length of the run; empty when it ends by Ctrl-C. */
  public Optional<Duration> runFor() {
    return runFor;
  }
}
