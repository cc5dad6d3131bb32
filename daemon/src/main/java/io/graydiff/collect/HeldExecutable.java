package io.graydiff.collect;

import io.graydiff.ffi.LibC;
import io.graydiff.ffi.Native;
import io.graydiff.ffi.NativeLibrary;
import io.graydiff.target.BinaryId;
import io.graydiff.target.GoProcess;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.stream.LongStream;

/**
 * The file that a process executes, held open: what is read of it and what is probed are one file,
 * even when the process ends or executes another meanwhile. A probe at an offset of another file
 * would break an instruction apart.
 */
final class HeldExecutable implements AutoCloseable {
  /** No kernel has smaller ones. */
  private static final long PAGE = 4096;

  private final ByteBuffer oneByte = Native.allocate(1);
  private int fd;

  private HeldExecutable(int fd) {
    this.fd = fd;
  }

  /**
   * Opens the file.
   *
   * @throws ObservationException when the process has ended or executes another file by now
   */
  static HeldExecutable of(GoProcess process) throws ObservationException {
    int fd = Native.c().open(process.executable().toString(), LibC.O_RDONLY | LibC.O_CLOEXEC);
    if (fd < 0) {
      throw new ObservationException(
          "process %d (%s) cannot be opened: %s"
              .formatted(process.pid(), process.exe(), NativeLibrary.errno()));
    }
    HeldExecutable held = new HeldExecutable(fd);
    if (!held.is(process.binary())) {
      held.close();
      throw new ObservationException(
          "process %d executed another program than %s before it could be observed"
              .formatted(process.pid(), process.exe()));
    }
    return held;
  }

  private boolean is(BinaryId binary) {
    try {
      return BinaryId.of(path()).equals(binary);
    } catch (IOException e) {
      return false;
    }
  }

  /** A path that leads to this very file, for this process, until it is closed. */
  Path path() {
    return Path.of("/proc/self/fd", Integer.toString(fd));
  }

  /**
   * Brings what lies at these offsets into the page cache, if it is not there. A kernel that has to
   * read the instruction of a probe from the disk does so without a lock that ext4 wants to see
   * held: Linux 6.18 warns of it once, which stops a machine with panic_on_warn.
   *
   * @param offsets one of each page, as {@link #pages} gives them
   */
  void cache(long... offsets) {
    for (long offset : offsets) {
      // What cannot be read cannot be probed, and attaching says why.
      Native.c().pread(fd, oneByte, 1, offset);
    }
  }

  /** Where the pages begin in which these offsets lie, each once. */
  static long[] pages(LongStream offsets) {
    return offsets.map(offset -> offset & -PAGE).distinct().toArray();
  }

  @Override
  public void close() {
    if (fd >= 0) {
      Native.c().close(fd);
      fd = -1;
    }
  }
}
