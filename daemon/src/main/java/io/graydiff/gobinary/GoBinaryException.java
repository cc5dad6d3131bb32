package io.graydiff.gobinary;

/** A file that cannot be read as a Go program. The message is one line that says why. */
public final class GoBinaryException extends Exception {
  private static final long serialVersionUID = 1;

  /** What is wrong with the file. */
  public enum Reason {
    /** It is not there, or may not be read. */
    UNREADABLE,
    /** It is no ELF file, or one of another kind than programs for 64-bit little-endian Linux. */
    NOT_A_PROGRAM,
    /** It is a program, but was not built by Go. */
    NOT_GO,
    /** It was built by a Go version without the register calling convention. */
    TOO_OLD,
    /** It uses something that this release of graydiff does not know. */
    UNSUPPORTED,
    /** What it says about itself does not fit together. */
    DAMAGED
  }

  private final Reason reason;

  GoBinaryException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  GoBinaryException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  static GoBinaryException damaged(String message) {
    return new GoBinaryException(Reason.DAMAGED, message);
  }

  public Reason reason() {
    return reason;
  }
}
