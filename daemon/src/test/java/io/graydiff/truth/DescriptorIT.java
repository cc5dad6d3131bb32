package io.graydiff.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.graydiff.fixture.ExactProgram;
import io.graydiff.fixture.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

@NeedsRoot
class DescriptorIT {
  private static final int CYCLES = 3;
  private static final long PATIENCE_NANOS = 10_000_000_000L;

  @Test
  void everyDescriptorIsGivenBackWhenAnAgentCloses() throws Exception {
    Path other = ExactProgram.build("1.24");
    try (ExactProgram baseline = ExactProgram.start("1.22");
        ExactProgram canary = ExactProgram.start("1.23")) {
      // The first one loads libraries and classes, which stay.
      Measurement.of(baseline, canary).close();
      Map<String, Integer> before = open();
      for (int i = 0; i < CYCLES; i++) {
        try (Measurement measurement = Measurement.of(baseline, canary)) {
          measurement.newest();
          assertThat(open().getOrDefault("anon_inode:bpf_link", 0)).isPositive();
        }
      }
      assertThat(settled(before)).isEqualTo(before);

      try (Measurement measurement = Measurement.of(baseline, canary)) {
        measurement.newest();
        canary.execute(other);
        measurement.await(
            "the other program to join", () -> measurement.result().canary().left().size() == 1);
      }
      assertThat(settled(before)).isEqualTo(before);
    }
  }

  /** The pipes of a helper process that has ended are closed a moment later. */
  private static Map<String, Integer> settled(Map<String, Integer> expected) throws Exception {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!open().equals(expected) && System.nanoTime() < deadline) {
      Thread.sleep(50);
    }
    return open();
  }

  /** What the open descriptors of this process are, and how many of each; numbers left out. */
  private static Map<String, Integer> open() throws IOException {
    Map<String, Integer> open = new TreeMap<>();
    List<Path> descriptors;
    try (var files = Files.list(Path.of("/proc/self/fd"))) {
      descriptors = files.toList();
    }
    for (Path descriptor : descriptors) {
      try {
        String what = Files.readSymbolicLink(descriptor).toString().replaceAll("\\d+", "N");
        // The JVM opens the accounts of its own cgroup now and then, and closes them at once.
        if (!what.startsWith("/sys/fs/cgroup/")) {
          open.merge(what, 1, Integer::sum);
        }
      } catch (java.nio.file.NoSuchFileException listing) {
        // The one with which the folder was listed.
      }
    }
    return open;
  }
}
