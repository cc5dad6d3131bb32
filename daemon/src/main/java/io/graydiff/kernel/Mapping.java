package io.graydiff.kernel;

import io.graydiff.ffi.LibC;
import io.graydiff.ffi.Native;
import io.graydiff.ffi.NativeLibrary;
import java.nio.ByteBuffer;

/** A piece of kernel memory in this process, unmapped once by {@link #close}. */
final class Mapping implements AutoCloseable {
  static final int PAGE = 4096;

  private final long address;
  private final long bytes;
  private boolean closed;

  private Mapping(long address, long bytes) {
    this.address = address;
    this.bytes = bytes;
  }

  static Mapping of(String name, int fd, long bytes, int protection, long offset)
      throws KernelException {
    long address = Native.c().mmap(0, bytes, protection, LibC.MAP_SHARED, fd, offset);
    if (address == -1) {
      throw new KernelException("map " + bytes + " bytes of " + name, NativeLibrary.errno());
    }
    return new Mapping(address, bytes);
  }

  /** Of the first byte; as long as nobody closes it. */
  long address() {
    return address;
  }

  ByteBuffer view() {
    return Native.view(address, bytes);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      Native.c().munmap(address, bytes);
    }
  }
}
