package io.graydiff.truth;

import io.graydiff.gobinary.GoBinary;
import io.graydiff.kernel.KernelFeatures;
import io.graydiff.probe.AttachPlan;
import io.graydiff.probe.PlacementPlanner;
import io.graydiff.signal.Signal;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.TreeMap;

/**
 * The instructions of a running Go program at all sites that graydiff probes: as the file has them,
 * and as they stand in the process's memory, where a probe is a breakpoint.
 */
final class ProbedText {
  private static final int BREAKPOINT = 0xcc;

  private final Path process;
  private final Map<Long, Integer> original = new TreeMap<>();

  ProbedText(long pid) throws Exception {
    process = Path.of("/proc", Long.toString(pid));
    Path executable = process.resolve("exe");
    try (GoBinary binary = GoBinary.open(executable);
        RandomAccessFile file = new RandomAccessFile(executable.toFile(), "r")) {
      AttachPlan plan = PlacementPlanner.plan(binary, KernelFeatures.detect().uprobeMulti());
      for (var probe : plan.probes(EnumSet.allOf(Signal.class))) {
        for (long offset : probe.offsets()) {
          file.seek(offset);
          original.put(address(offset), file.read());
        }
      }
    }
  }

  /** Where the text at that offset of the file is mapped. */
  private long address(long offset) throws IOException {
    for (String line : Files.readAllLines(process.resolve("maps"))) {
      String[] fields = line.split("\\s+", 6);
      long start = Long.parseUnsignedLong(fields[0].split("-")[0], 16);
      long end = Long.parseUnsignedLong(fields[0].split("-")[1], 16);
      long from = Long.parseUnsignedLong(fields[2], 16);
      if (fields[1].contains("x")
          && fields[4].equals(inode())
          && offset >= from
          && offset < from + (end - start)) {
        return start + (offset - from);
      }
    }
    throw new IOException("offset " + offset + " is not mapped in " + process);
  }

  private String inode() throws IOException {
    return Files.getAttribute(process.resolve("exe"), "unix:ino").toString();
  }

  int sites() {
    return original.size();
  }

  /** How many sites are a breakpoint now. */
  int probed() {
    return count((was, is) -> is == BREAKPOINT);
  }

  /** How many sites are as the file has them now. */
  int untouched() {
    return count(Integer::equals);
  }

  private int count(java.util.function.BiPredicate<Integer, Integer> matching) {
    try (RandomAccessFile memory = new RandomAccessFile(process.resolve("mem").toFile(), "r")) {
      int count = 0;
      for (Map.Entry<Long, Integer> site : original.entrySet()) {
        memory.seek(site.getKey());
        if (matching.test(site.getValue(), memory.read())) {
          count++;
        }
      }
      return count;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
