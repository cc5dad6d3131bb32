package io.graydiff.app.demo;

/** The demo cannot be built or started. The message is one line: what is wrong, what to do. */
public final class DemoException extends Exception {
  private static final long serialVersionUID = 1L;

  public DemoException(String message) {
    super(message);
  }

  public DemoException(String message, Throwable cause) {
    super(message, cause);
  }
}
