package io.graydiff.app.config;

/** A value of an option or of the configuration file that cannot be read; one line for the user. */
public final class InvalidValueException extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidValueException(String message) {
    super(message);
  }
}
