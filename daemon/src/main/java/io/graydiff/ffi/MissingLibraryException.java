package io.graydiff.ffi;

/** A shared library is not installed. */
public final class MissingLibraryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MissingLibraryException(String soname, String packageName, Throwable cause) {
    super(soname + " cannot be loaded; install it with: apt-get install " + packageName, cause);
  }
}
