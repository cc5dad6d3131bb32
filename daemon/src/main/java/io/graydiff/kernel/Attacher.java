package io.graydiff.kernel;

import io.graydiff.ffi.LibBcc;
import io.graydiff.ffi.Native;
import io.graydiff.ffi.NativeLibrary;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Attaches the programs of a loaded object in the best way that the running kernel has. */
public final class Attacher {
  private static final LibBcc BCC = Native.bcc();

  /** The program that stands for all others where a link can have many sites. */
  private static final String EVERY_SITE = "every_site";

  private final BpfObject object;
  private final boolean multi;
  private final Map<String, Integer> programs = new ConcurrentHashMap<>();

  /**
   * @param object loaded, after {@link #prepare}
   * @param multi as {@link KernelFeatures#uprobeMulti}
   */
  public Attacher(BpfObject object, boolean multi) {
    this.object = object;
    this.multi = multi;
  }

  /**
   * Chooses which programs of uprobes are loaded with an object: all of sites, or the one that
   * serves all sites.
   *
   * @param multi as {@link KernelFeatures#uprobeMulti}
   */
  public static void prepare(BpfObject object, boolean multi) throws KernelException {
    object.loadUprobes(program -> program.equals(EVERY_SITE) == multi);
    if (multi) {
      object.attachByMultiLinks(EVERY_SITE);
    }
  }

  /**
   * Makes programs ready to be attached to sites of one file, in every process that runs it.
   *
   * @param path of the file; /proc/PID/exe names the real file below overlays
   */
  public Uprobes uprobes(String path, List<ProgramSites> programs) {
    int sites = programs.stream().mapToInt(each -> each.offsets().length).sum();
    LongBuffer offsets = LongBuffer.allocate(sites);
    LongBuffer cookies = LongBuffer.allocate(sites);
    IntBuffer alone = IntBuffer.allocate(sites);
    for (ProgramSites each : programs) {
      offsets.put(each.offsets());
      for (long cookie : each.cookies()) {
        if (multi) {
          cookies.put(cookie | SitePrograms.cookie(each.program()));
        } else {
          alone.put(alone(each, cookie));
        }
      }
    }
    return multi
        ? new MultiLink(program(EVERY_SITE), path, offsets.array(), cookies.array())
        : () -> PerfLinks.attach(alone.array(), path, offsets.array());
  }

  private int alone(ProgramSites sites, long cookie) {
    if (cookie != 0) {
      throw new IllegalArgumentException("this kernel knows no cookies: " + sites.program());
    }
    return program(sites.program());
  }

  private int program(String name) {
    return programs.computeIfAbsent(name, object::program);
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
