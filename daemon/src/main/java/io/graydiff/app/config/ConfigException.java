package io.graydiff.app.config;

/** A configuration file that cannot be used. The message is one line: file, line, what is wrong. */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  ConfigException(String message) {
    super(message);
  }
}
