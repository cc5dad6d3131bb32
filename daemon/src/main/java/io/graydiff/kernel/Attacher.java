package io.graydiff.kernel;

import io.graydiff.ffi.LibBcc;
import io.graydiff.ffi.Native;
import io.graydiff.ffi.NativeLibrary;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Attaches the programs of a loaded object in the best way that the running kernel has. */
public final class Attacher {
  private static final LibBcc BCC = Native.bcc();

  private final BpfObject object;
  private final boolean multi;
  private final Map<String, Integer> programs = new ConcurrentHashMap<>();

  /**
   * @param object loaded; if {@code multi}, after {@link BpfObject#attachByMultiLinks}
   * @param multi as {@link KernelFeatures#uprobeMulti}
   */
  public Attacher(BpfObject object, boolean multi) {
    this.object = object;
    this.multi = multi;
  }

  /**
   * Attaches one program to sites of one file, in every process that runs it.
   *
   * @param program name in the object
   * @param path of the file; /proc/PID/exe names the real file below overlays
   * @param offsets in the file
   */
  public UprobeLink uprobes(String program, String path, long... offsets) throws KernelException {
    return uprobes(program, path, offsets, new long[offsets.length]);
  }

  /**
   * As above, with a number for each site that the program is given with every hit.
   *
   * @param cookies none but 0 unless {@link #cookies}
   */
  public UprobeLink uprobes(String program, String path, long[] offsets, long[] cookies)
      throws KernelException {
    int fd = programs.computeIfAbsent(program, object::program);
    if (multi) {
      return MultiLink.attach(fd, path, offsets, cookies);
    }
    if (Arrays.stream(cookies).anyMatch(cookie -> cookie != 0)) {
      throw new IllegalArgumentException("cookies " + Arrays.toString(cookies) + " of " + program);
    }
    return PerfLinks.attach(fd, path, offsets);
  }

  /** Whether sites can have cookies. */
  public boolean cookies() {
    return multi;
  }

  /**
   * Runs one program so many times a second on every CPU, for as long as the result is not closed.
   */
  public AutoCloseable cpuClock(String program, int hertz) throws KernelException {
    return CpuClock.start(object.program(program), hertz);
  }

  /** Attaches one program to a tracepoint, for as long as the result is not closed. */
  public AutoCloseable rawTracepoint(String program, String tracepoint) throws KernelException {
    int fd = BCC.bpf_attach_raw_tracepoint(object.program(program), tracepoint);
    if (fd < 0) {
      throw new KernelException("attach to tracepoint " + tracepoint, NativeLibrary.errno());
    }
    return () -> Native.c().close(fd);
  }
}
