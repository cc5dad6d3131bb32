package io.graydiff.kernel;

import io.graydiff.ffi.LibBcc;
import io.graydiff.ffi.Native;
import io.graydiff.ffi.NativeLibrary;
import java.util.Arrays;

/**
 * One perf event a site, attached by BCC: works on every kernel, 8 ms a site. Detaching waits for
 * the kernel's grace period, so several are closed side by side.
 */
final class PerfLinks implements UprobeLink {
  private static final LibBcc BCC = Native.bcc();

  private final int[] fds;

  private PerfLinks(int[] fds) {
    this.fds = fds;
  }

  static PerfLinks attach(int program, String path, long[] offsets) throws KernelException {
    int[] fds = new int[offsets.length];
    Arrays.fill(fds, -1);
    PerfLinks links = new PerfLinks(fds);
    for (int i = 0; i < offsets.length; i++) {
      String event = "graydiff_0x" + Long.toHexString(offsets[i]);
      fds[i] = BCC.bpf_attach_uprobe(program, LibBcc.PROBE_ENTRY, event, path, offsets[i], -1, 0);
      if (fds[i] < 0) {
        KernelException refused =
            new KernelException(
                "attach a uprobe to " + path + " at 0x" + Long.toHexString(offsets[i]),
                NativeLibrary.errno());
        links.close();
        throw refused;
      }
    }
    return links;
  }

  @Override
  public int sites() {
    return fds.length;
  }

  @Override
  public synchronized void close() {
    Arrays.stream(fds).parallel().filter(fd -> fd >= 0).forEach(BCC::bpf_close_perf_event_fd);
    Arrays.fill(fds, -1);
  }
}
