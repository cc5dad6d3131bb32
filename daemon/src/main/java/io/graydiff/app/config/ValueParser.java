package io.graydiff.app.config;

/** Reads a value as users write it, on the command line and in the configuration file alike. */
@FunctionalInterface
public interface ValueParser<T> {

  /**
   * The value of that text.
   *
   * @throws Exception when the text is malformed; its message is one line that names the text
   */
  T parse(String text) throws Exception;
}
