package io.graydiff.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What deploy/systemd/install.sh makes below another root, and what systemd's own tool says of it.
 */
class SystemdUnitIT {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final String UNIT = "lib/systemd/system/graydiff.service";

  /** Tenths of its exposure level that systemd-analyze grants: up to 4.9 it says "OK". */
  private static final int THRESHOLD = 30;

  @TempDir private Path root;

  private record Outcome(int exitCode, String output) {}

  private static Outcome run(Map<String, String> environment, String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), output);
  }

  private Outcome install(String... options) throws Exception {
    String[] command =
        Stream.concat(Stream.of(script()), Stream.of(options)).toArray(String[]::new);
    return run(Map.of("DESTDIR", root.toString()), command);
  }

  private static String script() {
    return ROOT.resolve("deploy/systemd/install.sh").toString();
  }

  @BeforeEach
  void installIt() throws Exception {
    Outcome outcome = install();
    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    assertThat(outcome.output()).contains("systemctl enable --now graydiff");
  }

  @Test
  void whatIsInstalledRuns() throws Exception {
    Outcome version = run(Map.of(), root.resolve("usr/bin/graydiff").toString(), "--version");
    assertThat(version.output()).startsWith("graydiff ");
    assertThat(version.exitCode()).isZero();
  }

  /** The program is where another root has it, so that the tool finds that it can be executed. */
  @Test
  void systemdAcceptsTheUnit() throws Exception {
    Path unit = root.resolve("graydiff.service");
    String text = Files.readString(root.resolve(UNIT));
    Files.writeString(unit, text.replace("/usr/bin/", root.resolve("usr/bin") + "/"));
    Outcome verified = run(Map.of(), "systemd-analyze", "verify", unit.toString());
    assertThat(verified.output()).isEmpty();
    assertThat(verified.exitCode()).isZero();
  }

  @Test
  void systemdFindsItNotExposed() throws Exception {
    Outcome rated =
        run(
            Map.of(),
            "systemd-analyze",
            "security",
            "--offline=true",
            "--no-pager",
            "--threshold=" + THRESHOLD,
            root.resolve(UNIT).toString());
    assertThat(rated.exitCode()).as(rated.output()).isZero();
  }

  @Test
  void removingItLeavesTheConfiguration() throws Exception {
    Path configuration = root.resolve("etc/graydiff/graydiff.yaml");
    Files.writeString(configuration, "comparisons: []\n");
    assertThat(install("--remove").exitCode()).isZero();
    try (Stream<Path> left = Files.walk(root)) {
      assertThat(left.filter(Files::isRegularFile)).containsExactly(configuration);
    }
  }
}
