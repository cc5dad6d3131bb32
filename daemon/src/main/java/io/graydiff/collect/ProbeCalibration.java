package io.graydiff.collect;

import io.graydiff.ffi.MemoryFile;
import io.graydiff.kernel.KernelException;
import io.graydiff.kernel.UprobeLink;
import io.graydiff.probe.ProbeKind;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures the cost of a probe hit with the real programs, on a helper process of our own
 * (bpf/calibrate.c), with the probe and without: CPU time of its one thread, and the shortest of a
 * few rounds each. What else runs on the machine only ever adds, by its use of caches. The process
 * runs from memory, so that no folder has to allow executing.
 */
public final class ProbeCalibration {
  private static final Logger LOG = LoggerFactory.getLogger(ProbeCalibration.class);
  private static final int HITS = 500;
  private static final int REPEATS = 12;
  private static final int MARK_BYTES = 8;

  private ProbeCalibration() {}

  /**
   * Measures; takes about a tenth of a second. Population 0 is used meanwhile.
   *
   * @throws KernelException when the helper cannot be probed
   * @throws IOException when it cannot be run
   */
  public static ProbeCost measure(KernelProbes kernel) throws KernelException, IOException {
    byte[] program = resource();
    try (MemoryFile file = MemoryFile.executable("graydiff-calibrate", program)) {
      Process helper =
          new ProcessBuilder(file.path().toString())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        return measure(kernel, file.path(), program, helper);
      } finally {
        kernel.stopCounting(ProbeKind.ALLOC_SIZE, 0);
        kernel.forget((int) helper.pid());
        helper.destroyForcibly();
      }
    }
  }

  private static ProbeCost measure(KernelProbes kernel, Path file, byte[] program, Process helper)
      throws KernelException, IOException {
    kernel.observe((int) helper.pid(), new Target(0, 0, Target.Offsets.UNKNOWN));
    ProbeCost cost =
        new ProbeCost(
            costOf(kernel, file, site(program, "GDCHEAP:"), helper, 'c'),
            costOf(kernel, file, site(program, "GDDEAR::"), helper, 'd'));
    LOG.info("a probe hit takes {} ns, {} at a dear site", cost.cheapNanos(), cost.dearNanos());
    return cost;
  }

  private static double costOf(
      KernelProbes kernel, Path file, long site, Process helper, char command)
      throws KernelException, IOException {
    long bare = shortest(helper, command);
    try (UprobeLink probe = kernel.attacher().uprobes("alloc_size", file.toString(), site)) {
      kernel.count(ProbeKind.ALLOC_SIZE, 0, Long.MAX_VALUE);
      return Math.max(1, shortest(helper, command) - bare) / (double) HITS;
    }
  }

  private static long shortest(Process helper, char command) throws IOException {
    DataInputStream answers = new DataInputStream(helper.getInputStream());
    long shortest = Long.MAX_VALUE;
    for (int i = 0; i < REPEATS; i++) {
      helper.getOutputStream().write(command);
      helper.getOutputStream().flush();
      long nanos = answers.readLong();
      shortest =
          Math.min(
              shortest,
              ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN
                  ? Long.reverseBytes(nanos)
                  : nanos);
    }
    return shortest;
  }

  /** File offset of the instruction behind a mark. */
  private static long site(byte[] program, String mark) {
    // In Latin-1 a character is a byte, so that positions agree.
    int at = new String(program, StandardCharsets.ISO_8859_1).indexOf(mark);
    if (at < 0) {
      throw new IllegalStateException("the calibration program has no mark " + mark);
    }
    return at + MARK_BYTES;
  }

  private static byte[] resource() throws IOException {
    try (InputStream in = ProbeCalibration.class.getResourceAsStream("/bpf/calibrate")) {
      if (in == null) {
        throw new IOException("/bpf/calibrate is not in this build; run: make -C bpf");
      }
      return in.readAllBytes();
    }
  }
}
