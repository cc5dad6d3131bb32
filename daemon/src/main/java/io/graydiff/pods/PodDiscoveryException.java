package io.graydiff.pods;

/** The pods of this node cannot be found out; the message is a line for the user. */
public final class PodDiscoveryException extends Exception {
  private static final long serialVersionUID = 1L;

  PodDiscoveryException(String message) {
    super(message);
  }

  PodDiscoveryException(String message, Throwable cause) {
    super(message, cause);
  }
}
