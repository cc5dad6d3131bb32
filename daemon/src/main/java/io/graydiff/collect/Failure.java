package io.graydiff.collect;

/**
 * How something failed; equal to another that failed the same way at the same place.
 *
 * @param kind what it was
 * @param function the innermost function that is not the runtime's
 * @param type of a panic's value, such as {@code runtime.errorString}; empty for a throw and where
 *     it cannot be read
 * @param text what it says, cut off after 95 bytes; empty for a panic with something else than a
 *     string
 */
public record Failure(Kind kind, String function, String type, String text) {
  /** A panic may be recovered; a throw ends the process. */
  public enum Kind {
    PANIC,
    THROW
  }

  /** On one line, as the runtime would print it, and where it was; without control characters. */
  public String words() {
    StringBuilder words = new StringBuilder(kind == Kind.PANIC ? "panic: " : "fatal error: ");
    words.append(type).append(type.isEmpty() || text.isEmpty() ? "" : ": ").append(text);
    words.append(" (").append(function).append(')');
    return words.toString().replaceAll("\\p{Cntrl}", " ");
  }
}
