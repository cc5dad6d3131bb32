package io.graydiff.app.agent;

/** A comparison cannot begin; the message is one line: what is wrong and what to do. */
public final class ComparisonException extends Exception {
  private static final long serialVersionUID = 1L;

  ComparisonException(String comparison, Throwable cause) {
    super(comparison + ": " + cause.getMessage(), cause);
  }
}
