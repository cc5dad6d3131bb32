package io.graydiff.ffi;

import java.util.Map;
import jnr.ffi.LibraryLoader;
import jnr.ffi.LibraryOption;
import jnr.ffi.Runtime;

/** Loads shared libraries, and reads errno after a call that failed. */
public final class NativeLibrary {
  static {
    // The stubs that jnr-ffi 2.2.19 assembles itself on x86-64 garble the sixth argument and those
    // behind it (mmap's offset, for one); the stubs of jffi, which it then takes, do not.
    System.setProperty("jnr.ffi.x86asm.enabled", "false");
  }

  private NativeLibrary() {}

  /**
   * Binds a library.
   *
   * @param <T> interface with one method a function
   * @param soname such as {@code libbpf.so.1}
   * @param packageName Debian's package that holds it, for the error message
   * @throws MissingLibraryException when the library or one of its dependencies is not there
   */
  public static <T> T load(Class<T> type, String soname, String packageName) {
    try {
      return LibraryLoader.loadLibrary(type, Map.of(LibraryOption.LoadNow, true), Map.of(), soname);
    } catch (UnsatisfiedLinkError e) {
      throw new MissingLibraryException(soname, packageName, e);
    }
  }

  /** The errno that the last native call of this thread left; meaningful only if it failed. */
  public static Errno errno() {
    return Errno.of(Runtime.getSystemRuntime().getLastError());
  }
}
