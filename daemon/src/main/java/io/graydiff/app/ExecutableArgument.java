package io.graydiff.app;

import io.graydiff.gobinary.GoBinary;
import io.graydiff.gobinary.GoBinaryException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens the Go program that an argument names: a process id, or a file ({@code ./12}). */
final class ExecutableArgument {
  private ExecutableArgument() {}

  /**
   * Opens it.
   *
   * @throws CommandException when it is not there, may not be read or is not a Go program
   */
  static GoBinary open(String argument) throws CommandException {
    try {
      return GoBinary.open(path(argument));
    } catch (GoBinaryException e) {
      throw unusable(argument, e);
    }
  }

  /** Says which argument is meant by an error of its binary. */
  static CommandException unusable(String argument, GoBinaryException e) {
    return new CommandException(
        "cannot inspect " + argument + ": " + e.getMessage() + "; graydiff ps lists Go processes",
        e);
  }

  private static Path path(String argument) throws CommandException {
    if (argument.isEmpty() || !argument.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return existing(
          Path.of(argument), "there is no file " + argument + "; give a process id or a path");
    }
    Path process =
        existing(
            Path.of("/proc", argument), "there is no process " + argument + "; see graydiff ps");
    return existing(
        process.resolve("exe"),
        "the executable of process "
            + argument
            + " may not be read, or it is a kernel thread; run as root");
  }

  private static Path existing(Path path, String otherwise) throws CommandException {
    if (!Files.exists(path)) {
      throw new CommandException(otherwise);
    }
    return path;
  }
}
