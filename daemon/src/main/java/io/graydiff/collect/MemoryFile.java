package io.graydiff.collect;

import io.graydiff.ffi.LibC;
import io.graydiff.ffi.Native;
import io.graydiff.ffi.NativeLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file in memory, which can be executed and probed where no folder is writable, or none that
 * programs may be executed from. Gone once it is closed and nobody executes it.
 */
final class MemoryFile implements AutoCloseable {
  private final int fd;

  private MemoryFile(int fd) {
    this.fd = fd;
  }

  /**
   * A file of these bytes.
   *
   * @throws IOException when the kernel refuses
   */
  static MemoryFile of(String name, byte[] content) throws IOException {
    int fd = Native.c().memfd_create(name, LibC.MFD_CLOEXEC);
    if (fd < 0) {
      throw new IOException("cannot make a file in memory: " + NativeLibrary.errno());
    }
    MemoryFile file = new MemoryFile(fd);
    try {
      Files.write(file.path(), content);
      return file;
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  /** A path that leads to it, for this process and its children. */
  Path path() {
    return Path.of("/proc", Long.toString(ProcessHandle.current().pid()), "fd", "" + fd);
  }

  @Override
  public void close() {
    Native.c().close(fd);
  }
}
