package io.graydiff.goruntime;

import io.graydiff.gobinary.Function;
import io.graydiff.gobinary.GoBinary;
import io.graydiff.gobinary.GoBinaryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** How far a process was loaded from the addresses in its file: 0 unless it is a PIE. */
public final class LoadBias {
  /** Every Go program has it, and the compiler puts it into no other function. */
  static final String KNOWN = "runtime.main";

  private static final String CODE = "r-xp";

  private LoadBias() {}

  /**
   * The bias of a process, from the mapping that holds the code of a known function.
   *
   * @throws TargetMemoryException when the process is gone or runs another program
   */
  public static long of(GoBinary binary, int pid) throws GoBinaryException, TargetMemoryException {
    return of(binary.function(KNOWN), pid);
  }

  /** The same, by the place of {@link #KNOWN} in the file. */
  static long of(Optional<Function> place, int pid) throws TargetMemoryException {
    Function known =
        place.orElseThrow(() -> new TargetMemoryException("the binary has no " + KNOWN, true));
    Path process = Path.of("/proc", Integer.toString(pid));
    try {
      String program = Files.readSymbolicLink(process.resolve("exe")).toString();
      return of(Files.readAllLines(process.resolve("maps")), program, known)
          .orElseThrow(
              () -> new TargetMemoryException("process " + pid + " runs another program", true));
    } catch (IOException e) {
      throw new TargetMemoryException("process " + pid + " has ended or may not be read", e);
    }
  }

  /** The bias that the mapping of this part of the program's code tells. */
  static Optional<Long> of(List<String> maps, String program, Function known) {
    for (String line : maps) {
      String[] columns = line.trim().split("\\s+", 6);
      if (columns.length == 6 && columns[5].equals(program) && columns[1].equals(CODE)) {
        String[] bounds = columns[0].split("-", 2);
        long start = Long.parseUnsignedLong(bounds[0], 16);
        long length = Long.parseUnsignedLong(bounds[1], 16) - start;
        long within = known.fileOffset() - Long.parseUnsignedLong(columns[2], 16);
        if (within >= 0 && within < length) {
          return Optional.of(start + within - known.address());
        }
      }
    }
    return Optional.empty();
  }
}
