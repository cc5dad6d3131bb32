package io.graydiff.target;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Remembers what each executable is, so that a file is parsed once however many processes run it
 * and however often they are looked at. Forgets files that no process of the last two scans ran.
 * For one thread.
 */
final class BinaryCache {
  private final ProcDirectory proc;
  private final BinaryReader reader;
  private Map<BinaryId, BinaryKind> previous = new HashMap<>();
  private Map<BinaryId, BinaryKind> current = new HashMap<>();

  BinaryCache(ProcDirectory proc, BinaryReader reader) {
    this.proc = proc;
    this.reader = reader;
  }

  /** Marks the beginning of a scan. */
  void nextGeneration() {
    previous = current;
    current = new HashMap<>();
  }

  /**
   * What the binary is that a process runs.
   *
   * @throws IOException when the process vanishes or executes another binary meanwhile
   */
  BinaryKind kind(int pid, BinaryId binary) throws IOException {
    BinaryKind known = current.get(binary);
    if (known == null) {
      known = previous.get(binary);
      if (known == null) {
        known = read(pid, binary);
      }
      current.put(binary, known);
    }
    return known;
  }

  private BinaryKind read(int pid, BinaryId binary) throws IOException {
    BinaryKind kind = reader.read(proc.executable(pid));
    if (!proc.binary(pid).equals(binary)) {
      throw new IOException("process " + pid + " executes another binary now");
    }
    return kind;
  }
}
