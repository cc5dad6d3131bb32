package io.graydiff.goruntime;

/** The memory of an observed process cannot be read, or not any more. The message is one line. */
public final class TargetMemoryException extends Exception {
  private static final long serialVersionUID = 1;

  private final boolean processWide;

  TargetMemoryException(String message) {
    super(message);
    this.processWide = false;
  }

  TargetMemoryException(String message, boolean processWide) {
    super(message);
    this.processWide = processWide;
  }

  TargetMemoryException(String message, Throwable cause) {
    super(message, cause);
    this.processWide = true;
  }

  /** Whether nothing of the process can be read: it has ended, or may not be read. */
  public boolean isProcessWide() {
    return processWide;
  }
}
