package io.graydiff.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.graydiff.fixture.ExactProgram;
import io.graydiff.fixture.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The daemon's file changes; it is killed, and told to stop. */
@NeedsRoot
class DaemonIT {
  private static final Pattern GOES_ON = Pattern.compile("kept goes on from (\\d+) windows");

  private ExactProgram baseline;
  private ExactProgram canary;

  @TempDir private Path folder;

  @BeforeEach
  void startPrograms() throws Exception {
    baseline = ExactProgram.start("1.22");
    canary = ExactProgram.start("1.23");
  }

  @AfterEach
  void endPrograms() throws Exception {
    baseline.close();
    canary.close();
  }

  @Test
  void aChangeOfItsFileTouchesNothingElse() throws Exception {
    configure(comparison("kept", "200ms"), comparison("changed", "200ms"));
    try (DaemonProcess daemon = new DaemonProcess(file())) {
      DaemonProcess.All before = daemon.await("kept", "changed");

      configure("[nonsense");
      daemon.awaitLog("the configuration stays as it was: ");
      DaemonProcess.All meanwhile = daemon.await("kept", "changed");
      assertThat(startsOf(meanwhile)).isEqualTo(startsOf(before));

      configure(
          comparison("kept", "200ms"), comparison("changed", "300ms"), comparison("new", "1s"));
      daemon.awaitLog("loaded ");
      DaemonProcess.All after = daemon.await("kept", "changed", "new");
      assertThat(after.byName()).containsOnlyKeys("changed", "kept", "new");
      assertThat(after.of("kept").startedAt()).isEqualTo(before.of("kept").startedAt());
      assertThat(after.of("kept").windows()).isGreaterThan(meanwhile.of("kept").windows());
      assertThat(after.of("changed").startedAt()).isNotEqualTo(before.of("changed").startedAt());

      configure(comparison("new", "1s"));
      daemon.hangUp();
      daemon.awaitTrue(
          "the others to end", () -> daemon.seen().byName().keySet().equals(Set.of("new")));
      assertThat(daemon.terminate()).isZero();
    }
  }

  @Test
  void aDaemonThatWasKilledGoesOnFromWhatItHadSaved() throws Exception {
    Path state = folder.resolve("state");
    configure(comparison("kept", "200ms"));
    DaemonProcess.Seen before;
    try (DaemonProcess killed = new DaemonProcess(file(), "--state=" + state)) {
      killed.awaitTrue("the state to be saved", () -> isAnySaved(state));
      before = killed.await("kept").of("kept");
    }
    try (DaemonProcess next = new DaemonProcess(file(), "--state=" + state)) {
      next.awaitTrue("it to go on", () -> GOES_ON.matcher(next.logged()).find());
      Matcher saved = GOES_ON.matcher(next.logged());
      assertThat(saved.find()).isTrue();
      DaemonProcess.Seen after = next.await("kept").of("kept");
      assertThat(after.startedAt()).isEqualTo(before.startedAt());
      assertThat(Long.parseLong(saved.group(1))).isBetween(1L, before.windows());
      assertThat(after.windows()).isGreaterThan(Long.parseLong(saved.group(1)));
    }
  }

  private static List<String> startsOf(DaemonProcess.All all) {
    return all.byName().values().stream().map(DaemonProcess.Seen::startedAt).toList();
  }

  private static boolean isAnySaved(Path state) throws IOException {
    if (!Files.isDirectory(state)) {
      return false;
    }
    try (Stream<Path> files = Files.list(state)) {
      return files.anyMatch(file -> file.toString().endsWith(".json"));
    }
  }

  private String comparison(String name, String window) {
    return "{ name: %s, baseline: pid=%d, canary: pid=%d, window: %s }"
        .formatted(name, baseline.pid(), canary.pid(), window);
  }

  /** Puts another file in place at once, as editors and Kubernetes do. */
  private void configure(String... comparisons) throws IOException {
    String text = "comparisons:\n  - " + String.join("\n  - ", comparisons) + "\n";
    Path next = Files.writeString(folder.resolve("next"), text);
    Files.move(next, file(), StandardCopyOption.REPLACE_EXISTING);
  }

  private Path file() {
    return folder.resolve("graydiff.yaml");
  }
}
