package io.graydiff.kernel;

import io.graydiff.ffi.Errno;
import io.graydiff.ffi.LibBcc;
import io.graydiff.ffi.Native;
import io.graydiff.ffi.NativeLibrary;
import java.nio.ByteBuffer;

/**
 * A hash map of a loaded object, accessed by system calls. Keys and values are direct buffers in
 * native order whose position is 0. Thread-safe; the object owns the descriptor.
 */
public final class BpfMap {
  private static final LibBcc BCC = Native.bcc();

  private final String name;
  private final int fd;

  BpfMap(String name, int fd) {
    this.name = name;
    this.fd = fd;
  }

  /** Inserts or replaces. */
  public void put(ByteBuffer key, ByteBuffer value) throws KernelException {
    if (BCC.bpf_update_elem(fd, key, value, 0) < 0) {
      throw new KernelException("update map " + name, NativeLibrary.errno());
    }
  }

  /** Fills {@code value}; false when the key is not there. */
  public boolean get(ByteBuffer key, ByteBuffer value) {
    return BCC.bpf_lookup_elem(fd, key, value) == 0;
  }

  /** Removes; false when the key was not there. */
  public boolean remove(ByteBuffer key) throws KernelException {
    if (BCC.bpf_delete_elem(fd, key) == 0) {
      return true;
    }
    Errno errno = NativeLibrary.errno();
    if (errno.equals(Errno.ENOENT)) {
      return false;
    }
    throw new KernelException("delete from map " + name, errno);
  }

  /**
   * A walk over all entries.
   *
   * @param keySize bytes of a key
   * @param valueSize bytes of a value
   */
  public MapWalk walk(int keySize, int valueSize) {
    return new MapWalk(name, fd, keySize, valueSize);
  }
}
