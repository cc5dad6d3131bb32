package io.graydiff.target;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Adds up the context switches of the threads of one process, from the last lines of {@code
 * /proc/PID/task/TID/status}: the process has no sum of its own there. What a thread did between
 * the last read and its end is missed. For one thread.
 */
final class ThreadSwitches {
  private static final byte[] VOLUNTARY = name("\nvoluntary_ctxt_switches:");
  private static final byte[] INVOLUNTARY = name("\nnonvoluntary_ctxt_switches:");

  /** The file has some 60 lines; one a CPU mask long, so that machines differ. */
  private static final int STATUS_BYTES = 1 << 14;

  private final Path tasks;
  private final byte[] buffer = new byte[STATUS_BYTES];
  private Map<String, ProcessUsage.Switches> last = Map.of();
  private long voluntary;
  private long involuntary;

  /**
   * @param tasks the folder with an entry a thread
   */
  ThreadSwitches(Path tasks) {
    this.tasks = tasks;
  }

  /** The switches of all threads so far, as far as they were seen. */
  ProcessUsage.Switches read() {
    Map<String, ProcessUsage.Switches> now = new HashMap<>();
    String[] threads = tasks.toFile().list();
    for (String thread : threads == null ? new String[0] : threads) {
      try (FileInputStream status =
          new FileInputStream(tasks.resolve(thread).resolve("status").toFile())) {
        now.put(thread, parse(buffer, status.readNBytes(buffer, 0, buffer.length)));
      } catch (IOException ended) {
        continue;
      }
    }
    now.forEach(
        (thread, switches) -> {
          ProcessUsage.Switches before = last.getOrDefault(thread, new ProcessUsage.Switches(0, 0));
          voluntary += Math.max(0, switches.voluntary() - before.voluntary());
          involuntary += Math.max(0, switches.involuntary() - before.involuntary());
        });
    last = now;
    return new ProcessUsage.Switches(voluntary, involuntary);
  }

  static ProcessUsage.Switches parse(byte[] status, int length) {
    return new ProcessUsage.Switches(
        number(status, length, VOLUNTARY), number(status, length, INVOLUNTARY));
  }

  private static long number(byte[] text, int length, byte[] name) {
    for (int at = length - name.length; at >= 0; at--) {
      if (startsWith(text, at, name)) {
        long value = 0;
        for (int i = at + name.length; i < length && text[i] != '\n'; i++) {
          value = Character.isDigit(text[i]) ? value * 10 + (text[i] - '0') : value;
        }
        return value;
      }
    }
    return 0;
  }

  private static boolean startsWith(byte[] text, int at, byte[] name) {
    for (int i = 0; i < name.length; i++) {
      if (text[at + i] != name[i]) {
        return false;
      }
    }
    return true;
  }

  private static byte[] name(String line) {
    return line.getBytes(StandardCharsets.US_ASCII);
  }
}
