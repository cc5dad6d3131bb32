package io.graydiff.target;

/** A selector that no process matches when the watching begins. */
public final class NoMatchException extends TargetException {
  private static final long serialVersionUID = 1L;

  NoMatchException(String message) {
    super(message);
  }
}
