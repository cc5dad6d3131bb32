package io.graydiff.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What to do when the kernel says that something is not permitted. Before Linux 5.11 it says so,
 * too, when there is more memory of BPF than the limit of locked memory allows.
 */
final class Refusal {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path LIMITS = Path.of("/proc/self/limits");
  private static final String EFFECTIVE = "CapEff:";
  private static final String LOCKED_MEMORY = "Max locked memory";
  private static final int CAP_SYS_ADMIN = 21;

  private Refusal() {}

  static String hint() {
    try (Stream<String> status = Files.lines(STATUS);
        Stream<String> limits = Files.lines(LIMITS)) {
      return hint(status, limits);
    } catch (IOException e) {
      return " (run as root, or with CAP_SYS_ADMIN)";
    }
  }

  /**
   * The same from what the kernel says of this process.
   *
   * @param status the lines of /proc/self/status
   * @param limits the lines of /proc/self/limits
   */
  static String hint(Stream<String> status, Stream<String> limits) {
    boolean admin =
        status
            .filter(line -> line.startsWith(EFFECTIVE))
            .map(line -> Long.parseUnsignedLong(line.substring(EFFECTIVE.length()).strip(), 16))
            .anyMatch(capabilities -> (capabilities >> CAP_SYS_ADMIN & 1) != 0);
    boolean limited =
        limits
            .filter(line -> line.startsWith(LOCKED_MEMORY))
            .noneMatch(
                line -> line.substring(LOCKED_MEMORY.length()).strip().startsWith("unlimited"));
    if (!admin) {
      return " (run as root, or with CAP_SYS_ADMIN)";
    }
    return limited
        ? " (before Linux 5.11, raise RLIMIT_MEMLOCK: ulimit -l unlimited, or give CAP_SYS_RESOURCE)"
        : "";
  }
}
