package io.graydiff.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options of every command, before or after its name. */
public final class GlobalOptions {
  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Write the result as JSON on stdout, and nothing else there.")
  private boolean json;

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "Log what is done on stderr.")
  private boolean verbose;

  @Option(
      names = {"-q", "--quiet"},
      scope = ScopeType.INHERIT,
      description = "Only results and errors.")
  private boolean quiet;

  @Option(
      names = "--color",
      scope = ScopeType.INHERIT,
      paramLabel = "WHEN",
      description = "${COMPLETION-CANDIDATES}; auto obeys NO_COLOR.")
  private ColorMode color = ColorMode.auto;

  public boolean json() {
    return json;
  }

  public boolean verbose() {
    return verbose;
  }

  public boolean quiet() {
    return quiet;
  }

  /** Whether results may carry colors. */
  public boolean colored() {
    return ansi().enabled();
  }

  Ansi ansi() {
    return switch (color) {
      case auto -> Ansi.AUTO;
      case always -> Ansi.ON;
      case never -> Ansi.OFF;
    };
  }

  /** Sets how much is logged. The default level is left alone, because logging starts slowly. */
  void applyToLogging() {
    if (verbose || quiet) {
      Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
      root.setLevel(verbose ? Level.INFO : Level.ERROR);
    }
  }
}
