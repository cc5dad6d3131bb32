package io.graydiff.ffi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that has no place in any file system, gone once it is closed and nobody runs it any more.
 * It can be executed and probed where every folder that could be written to forbids to execute, and
 * where nothing can be written at all. For one thread.
 */
public final class MemoryFile implements AutoCloseable {
  private final int fd;

  private MemoryFile(int fd) {
    this.fd = fd;
  }

  /**
   * Makes an executable file.
   *
   * @param name shown in {@code /proc/PID/maps}, need not be unique
   * @throws IOException when the kernel refuses
   */
  public static MemoryFile executable(String name, byte[] content) throws IOException {
    int fd = Native.c().memfd_create(name, LibC.MFD_CLOEXEC | LibC.MFD_EXEC);
    if (fd < 0 && NativeLibrary.errno().equals(Errno.EINVAL)) {
      fd = Native.c().memfd_create(name, LibC.MFD_CLOEXEC); // before Linux 6.3
    }
    if (fd < 0) {
      throw new IOException("a file in memory cannot be made: " + NativeLibrary.errno());
    }
    MemoryFile file = new MemoryFile(fd);
    try {
      Files.write(file.path(), content);
      return file;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** Where this process and its children find the file, until it is closed. */
  public Path path() {
    return Path.of(
        "/proc", Long.toString(ProcessHandle.current().pid()), "fd", Integer.toString(fd));
  }

  /** Once only: the number of the descriptor may be another's afterwards. */
  @Override
  public void close() {
    Native.c().close(fd);
  }
}
