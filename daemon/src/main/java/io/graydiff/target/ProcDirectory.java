package io.graydiff.target;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The files of /proc that tell about processes. Every method reads anew; a process that vanished
 * shows as an {@link IOException}. Safe for use by several threads.
 */
final class ProcDirectory {
  private static final String DELETED = " (deleted)";

  private final Path root;

  ProcDirectory(Path root) {
    this.root = root;
  }

  /** The ids of all processes, kernel threads among them. */
  int[] pids() throws IOException {
    String[] names = root.toFile().list();
    if (names == null) {
      throw new IOException("cannot list " + root + "; is /proc mounted?");
    }
    return Arrays.stream(names)
        .filter(ProcDirectory::isNumber)
        .mapToInt(Integer::parseInt)
        .toArray();
  }

  /** A path that opens the executable itself, even when it was deleted or is in a container. */
  Path executable(int pid) {
    return file(pid, "exe");
  }

  /** Whether there is an executable to be seen: kernel threads have none. */
  boolean hasExecutable(int pid) {
    return executable(pid).toFile().exists();
  }

  /** The identity of the executable; one stat(2). */
  BinaryId binary(int pid) throws IOException {
    return BinaryId.of(executable(pid));
  }

  /** Path of the executable as the process sees it. */
  String exe(int pid) throws IOException {
    String target = Files.readSymbolicLink(executable(pid)).toString();
    return target.endsWith(DELETED)
        ? target.substring(0, target.length() - DELETED.length())
        : target;
  }

  /** Start time in clock ticks since boot. */
  long startTicks(int pid) throws IOException {
    ByteBuffer line = ByteBuffer.wrap(Files.readAllBytes(file(pid, "stat")));
    return new StatLine(line).number(StatLine.START_TICKS);
  }

  /** The arguments, joined by spaces. */
  String cmdline(int pid) throws IOException {
    return text(pid, "cmdline").replace('\0', ' ').strip();
  }

  /** The distinct cgroup paths of all hierarchies: lines are {@code id:controllers:path}. */
  List<String> cgroups(int pid) throws IOException {
    return text(pid, "cgroup")
        .lines()
        .map(line -> line.split(":", 3))
        .filter(fields -> fields.length == 3)
        .map(fields -> fields[2])
        .distinct()
        .toList();
  }

  private static boolean isNumber(String name) {
    return name.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private String text(int pid, String name) throws IOException {
    return new String(Files.readAllBytes(file(pid, name)), StandardCharsets.UTF_8);
  }

  private Path file(int pid, String name) {
    return root.resolve(Integer.toString(pid)).resolve(name);
  }
}
