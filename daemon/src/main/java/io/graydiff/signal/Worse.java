package io.graydiff.signal;

/** The direction in which a change of a signal is a regression. */
public enum Worse {
  /** More is worse, as for latencies. */
  HIGHER,
  /** Less is worse. */
  LOWER,
  /** Any change beyond the tolerance is worth a word. */
  EITHER;

  /** The spelling of the configuration file: {@code higher}, {@code lower}, {@code either}. */
  public String id() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
