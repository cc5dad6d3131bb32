package io.graydiff.ffi;

/**
 * A Linux error number (asm-generic: the same on x86-64 and arm64).
 *
 * @param number positive
 */
public record Errno(int number) {
  public static final Errno EPERM = new Errno(1);
  public static final Errno ENOENT = new Errno(2);
  public static final Errno ESRCH = new Errno(3);
  public static final Errno EINTR = new Errno(4);
  public static final Errno EBADF = new Errno(9);
  public static final Errno ENOMEM = new Errno(12);
  public static final Errno EACCES = new Errno(13);
  public static final Errno EINVAL = new Errno(22);
  public static final Errno ENOSPC = new Errno(28);
  public static final Errno EOPNOTSUPP = new Errno(95);

  /** From errno or from a negative return value. */
  public static Errno of(int value) {
    return new Errno(Math.abs(value));
  }

  @Override
  public String toString() {
    return Native.c().strerror(number) + " (errno " + number + ")";
  }
}
