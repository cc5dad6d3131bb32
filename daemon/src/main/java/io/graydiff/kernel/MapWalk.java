package io.graydiff.kernel;

import io.graydiff.ffi.Errno;
import io.graydiff.ffi.LibBcc;
import io.graydiff.ffi.Native;
import io.graydiff.ffi.NativeLibrary;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Walks over a hash map, many entries a system call (Linux 5.6). It comes to an end however fast
 * entries come and go, unlike a walk from key to key, which begins anew when its key was removed.
 * An entry that is there all the while is met once. Its memory serves for any number of walks. For
 * one thread.
 */
public final class MapWalk {
  private static final LibBcc BCC = Native.bcc();
  private static final int BATCH = 1024;

  private final String name;
  private final int fd;
  private final ByteBuffer keys;
  private final ByteBuffer values;
  private final ByteBuffer count = Native.allocate(Integer.BYTES);
  private final ByteBuffer next = Native.allocate(Integer.BYTES);
  private @Nullable ByteBuffer position;
  private boolean ended;

  MapWalk(String name, int fd, int keySize, int valueSize) {
    this.name = name;
    this.fd = fd;
    this.keys = Native.allocate(BATCH * keySize);
    this.values = Native.allocate(BATCH * valueSize);
  }

  /** Begins at the first entry. */
  public void begin() {
    position = null;
    ended = false;
  }

  /** Takes the next entries; false when there are no more. */
  public boolean next() throws KernelException {
    if (ended) {
      return false;
    }
    count.putInt(0, BATCH);
    if (BCC.bpf_lookup_batch(fd, position, next, keys, values, count) != 0) {
      Errno errno = NativeLibrary.errno();
      if (!errno.equals(Errno.ENOENT)) {
        throw new KernelException("walk over map " + name, errno);
      }
      ended = true;
    }
    position = next;
    return count() > 0 || !ended;
  }

  /** How many entries {@link #keys} and {@link #values} hold. */
  public int count() {
    return count.getInt(0);
  }

  /** The keys, one behind the other. */
  public ByteBuffer keys() {
    return keys;
  }

  /** The values, in the order of the keys. */
  public ByteBuffer values() {
    return values;
  }
}
