package io.graydiff.app;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Turns whatever ends a command early into one line on stderr. Stack traces are logged, with {@code
 * --verbose}.
 */
final class ErrorLines implements IParameterExceptionHandler, IExecutionExceptionHandler {
  private final Output output;

  ErrorLines(Output output) {
    this.output = output;
  }

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    String hint = "see " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help";
    output.error(oneLine(e.getMessage()) + suggestion(e) + "; " + hint);
    return ExitCode.ERROR;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    output.error(describe(e));
    if (output.options().verbose()) {
      LoggerFactory.getLogger(ErrorLines.class).info("The command failed", e);
    }
    return ExitCode.ERROR;
  }

  /** Checked exceptions carry a line for the user; unchecked ones are defects of graydiff. */
  private static String describe(Exception e) {
    if (e instanceof RuntimeException) {
      return "internal error: " + oneLine(e.toString()) + "; please report it with --verbose";
    } else if (e instanceof NoSuchFileException file) {
      return "there is no file " + file.getFile() + "; check the path";
    } else if (e instanceof AccessDeniedException file) {
      return "permission denied for " + file.getFile() + "; run as root";
    } else if (e instanceof IOException || e.getMessage() == null) {
      return oneLine(e.toString()) + "; --verbose shows where";
    }
    return oneLine(e.getMessage());
  }

  private static String suggestion(ParameterException e) {
    List<String> suggestions =
        e instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
    return suggestions.isEmpty() ? "" : "; did you mean " + suggestions.get(0) + "?";
  }

  private static String oneLine(@Nullable String message) {
    return String.valueOf(message).lines().map(String::strip).collect(Collectors.joining(" "));
  }
}
