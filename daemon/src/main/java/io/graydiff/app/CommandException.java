package io.graydiff.app;

/** A command that cannot do its work. The message is one line: what is wrong and what to do. */
public final class CommandException extends Exception {
  private static final long serialVersionUID = 1L;

  public CommandException(String message) {
    super(message);
  }

  public CommandException(String message, Throwable cause) {
    super(message, cause);
  }
}
