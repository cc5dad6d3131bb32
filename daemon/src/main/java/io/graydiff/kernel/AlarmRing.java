package io.graydiff.kernel;

import io.graydiff.ffi.Errno;
import io.graydiff.ffi.LibC;
import io.graydiff.ffi.Native;
import io.graydiff.ffi.NativeLibrary;
import java.nio.ByteBuffer;

/**
 * A ring of few records whose reader sleeps until there is one: the programs submit them with a
 * wake-up. One thread waits and drains; {@link #wake} and {@link #close} are for others, the latter
 * once the reader has left.
 */
public final class AlarmRing implements AutoCloseable {
  private static final int POLLFD_SIZE = 8;
  private static final int POLLFD_EVENTS = 4;
  private static final int FOREVER = -1;

  private final EventRing ring;
  private final int wakeFd;
  private final ByteBuffer descriptors = Native.allocate(2 * POLLFD_SIZE);

  private AlarmRing(EventRing ring, int fd, int wakeFd) {
    this.ring = ring;
    this.wakeFd = wakeFd;
    descriptors.putInt(0, fd).putShort(POLLFD_EVENTS, (short) LibC.POLLIN);
    descriptors
        .putInt(POLLFD_SIZE, wakeFd)
        .putShort(POLLFD_SIZE + POLLFD_EVENTS, (short) LibC.POLLIN);
  }

  static AlarmRing of(EventRing ring, int fd) throws KernelException {
    int wakeFd = Native.c().eventfd(0, LibC.EFD_CLOEXEC);
    if (wakeFd < 0) {
      Errno errno = NativeLibrary.errno();
      ring.close();
      throw new KernelException("open an eventfd", errno);
    }
    return new AlarmRing(ring, fd, wakeFd);
  }

  /**
   * Waits until there are records or somebody wakes the reader, and hands the records over.
   *
   * @throws KernelException when the kernel cannot wait, which does not pass
   */
  public void await(EventRing.Consumer to) throws KernelException {
    if (Native.c().poll(descriptors, 2, FOREVER) < 0
        && !NativeLibrary.errno().equals(Errno.EINTR)) {
      throw new KernelException("wait for alarms", NativeLibrary.errno());
    }
    ring.drain(to);
  }

  /** From now on {@link #await} returns at once. */
  public void wake() {
    Native.c().write(wakeFd, Native.allocate(Long.BYTES).putLong(0, 1), Long.BYTES);
  }

  @Override
  public void close() {
    ring.close();
    Native.c().close(wakeFd);
  }
}
