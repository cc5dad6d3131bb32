package io.graydiff.collect;

/** A process cannot be observed; the message says why, in one line. */
public final class ObservationException extends Exception {
  private static final long serialVersionUID = 1L;

  ObservationException(String message) {
    super(message);
  }

  ObservationException(String message, Throwable cause) {
    super(message, cause);
  }
}
