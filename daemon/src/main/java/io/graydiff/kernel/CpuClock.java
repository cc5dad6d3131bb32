package io.graydiff.kernel;

import io.graydiff.ffi.LibBcc;
import io.graydiff.ffi.Native;
import io.graydiff.ffi.NativeLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A clock on every CPU that runs a program at each tick, whatever the CPU does then: one perf event
 * (software, cpu-clock) for each CPU that is online now. Ticks until closed.
 */
final class CpuClock implements AutoCloseable {
  private static final LibBcc BCC = Native.bcc();
  private static final Path ONLINE = Path.of("/sys/devices/system/cpu/online");

  private final List<Integer> fds = new ArrayList<>();

  private CpuClock() {}

  static CpuClock start(int program, int hertz) throws KernelException {
    CpuClock clock = new CpuClock();
    for (int cpu : online()) {
      int fd =
          BCC.bpf_attach_perf_event(
              program, LibBcc.TYPE_SOFTWARE, LibBcc.CPU_CLOCK, 0, hertz, -1, cpu, -1);
      if (fd < 0) {
        KernelException refused =
            new KernelException("start the profiling clock of CPU " + cpu, NativeLibrary.errno());
        clock.close();
        throw refused;
      }
      clock.fds.add(fd);
    }
    return clock;
  }

  private static List<Integer> online() {
    try {
      return cpus(Files.readString(ONLINE).strip());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(ONLINE.toString(), e);
    }
  }

  /** The numbers of a list such as {@code 0-3,8}. */
  static List<Integer> cpus(String list) {
    List<Integer> cpus = new ArrayList<>();
    for (String range : list.split(",", -1)) {
      String[] ends = range.split("-", 2);
      int last = Integer.parseInt(ends[ends.length - 1]);
      for (int cpu = Integer.parseInt(ends[0]); cpu <= last; cpu++) {
        cpus.add(cpu);
      }
    }
    return cpus;
  }

  @Override
  public void close() {
    fds.parallelStream().forEach(BCC::bpf_close_perf_event_fd);
    fds.clear();
  }
}
