package io.graydiff.fleet;

/** Prometheus cannot be read; the message is one line: what is wrong and what to do. */
public final class PrometheusException extends Exception {
  private static final long serialVersionUID = 1L;

  public PrometheusException(String message) {
    super(message);
  }

  PrometheusException(String message, Throwable cause) {
    super(message, cause);
  }
}
