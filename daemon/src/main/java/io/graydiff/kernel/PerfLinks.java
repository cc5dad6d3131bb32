package io.graydiff.kernel;

import io.graydiff.ffi.Errno;
import io.graydiff.ffi.LibBcc;
import io.graydiff.ffi.Native;
import io.graydiff.ffi.NativeLibrary;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One perf event a site: works on every kernel, 8 ms a site. Detaching waits for the kernel's grace
 * period, so several are closed side by side.
 *
 * <p>By the system call itself: where the kernel refuses it, BCC tries tracefs instead, whose
 * probes outlive a crash, and has then lost the reason.
 */
final class PerfLinks {
  private static final LibBcc BCC = Native.bcc();
  private static final Path TYPE = Path.of("/sys/bus/event_source/devices/uprobe/type");

  /** Of struct perf_event_attr, linux/perf_event.h: PERF_ATTR_SIZE_VER5, Linux 4.1. */
  private static final int ATTRIBUTES = 112;

  private static final long CLOSE_ON_EXEC = 8;
  private static final long IOC_ENABLE = 0x2400;
  private static final long IOC_SET_BPF = 0x40042408;

  private PerfLinks() {}

  /**
   * Attaches to each site its program.
   *
   * @param programs one for each of the offsets
   */
  static UprobeLink attach(int[] programs, String path, long[] offsets) throws KernelException {
    List<UprobeLink.Attachment> attachments = new ArrayList<>();
    int type = type();
    for (int i = 0; i < offsets.length; i++) {
      int fd = open(type, path, offsets[i]);
      attachments.add(new UprobeLink.Attachment(fd, BCC::bpf_close_perf_event_fd));
      if (fd < 0 || !run(programs[i], fd)) {
        Errno errno = NativeLibrary.errno();
        ParallelClose.closeAll(attachments);
        throw new KernelException(
            "attach a uprobe to " + path + " at 0x" + Long.toHexString(offsets[i]), errno);
      }
    }
    return new UprobeLink(attachments);
  }

  /** The number under which the kernel knows events that are uprobes. */
  private static int type() throws KernelException {
    try {
      return Integer.parseInt(Files.readString(TYPE).strip());
    } catch (IOException e) {
      throw new KernelException("read " + TYPE, Errno.ENOENT);
    }
  }

  /** In every process that runs this file, on all CPUs: of the event's own CPU nothing is asked. */
  private static int open(int type, String path, long offset) {
    byte[] name = path.getBytes(StandardCharsets.UTF_8);
    ByteBuffer pathMemory = Native.allocate(name.length + 1).put(name);
    ByteBuffer attributes = Native.allocate(ATTRIBUTES);
    attributes.putInt(0, type);
    attributes.putInt(4, ATTRIBUTES);
    attributes.putLong(16, 1); // every hit is an event
    attributes.putLong(56, Native.address(pathMemory));
    attributes.putLong(64, offset);
    int fd =
        (int)
            Native.c()
                .syscall(Native.perfEventOpenSystemCall(), attributes, -1, 0, -1, CLOSE_ON_EXEC);
    java.lang.ref.Reference.reachabilityFence(pathMemory);
    return fd;
  }

  private static boolean run(int program, int fd) {
    return Native.c().ioctl(fd, IOC_SET_BPF, program) == 0
        && Native.c().ioctl(fd, IOC_ENABLE, 0) == 0;
  }
}
