package io.graydiff.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "'' # graydiff: a command is missing; see graydiff --help",
        "--json # graydiff: a command is missing; see graydiff --help",
        "ps --foo # graydiff: Unknown option: '--foo'; see graydiff ps --help",
        "ps 12 # graydiff: Unmatched argument at index 1: '12'; see graydiff ps --help",
        "inspct 1 # graydiff: Unmatched arguments from index 0: 'inspct', '1'; did you mean"
            + " inspect?; see graydiff --help",
        "inspect # graydiff: Missing required parameter: 'PID|FILE'; see graydiff inspect --help",
        "ps --color red # graydiff: Invalid value for option '--color': expected one of [auto,"
            + " always, never] (case-sensitive) but was 'red'; see graydiff ps --help",
        "inspect /nowhere # graydiff: there is no file /nowhere; give a process id or a path",
        "inspect 999999999 # graydiff: there is no process 999999999; see graydiff ps",
      })
  void badUsageIsOneLineOnStderr(String commandLine, String error) {
    String[] args = commandLine.isEmpty() ? new String[0] : commandLine.split(" ");
    CommandRun run = CommandRun.of(args);
    assertThat(run.exitCode()).isEqualTo(ExitCode.ERROR);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).isEqualTo(error + "\n");
  }

  @Test
  void aFileThatIsNotGoIsOneLineOnStderr(@TempDir Path directory) throws Exception {
    Path file = java.nio.file.Files.writeString(directory.resolve("script"), "#!/bin/sh\n");
    CommandRun run = CommandRun.of("inspect", file.toString());
    assertThat(run.exitCode()).isEqualTo(ExitCode.ERROR);
    assertThat(run.err())
        .startsWith("graydiff: cannot inspect " + file + ": ")
        .endsWith("; graydiff ps lists Go processes\n")
        .hasLineCount(1);
  }

  @Test
  void helpGoesToStdout() {
    CommandRun run = CommandRun.of("ps", "--help");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).startsWith("Usage: graydiff ps ").contains("--json", "--verbose");
    assertThat(run.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "-V"})
  void theVersionIsThatOfTheBuild(String option) {
    CommandRun run = CommandRun.of(option);
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).matches("graydiff \\d+\\.\\d+\\.\\d+\\S*\n");
  }

  @Test
  void psShowsATable() {
    CommandRun run = CommandRun.of("ps", "--quiet");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines().findFirst().orElseThrow())
        .matches("PID +GO +MODULE +REVISION +MODE +STRIPPED +CGROUP/POD");
    assertThat(run.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--json ps", "ps --json"})
  void psAsJsonWritesNothingElseToStdout(String commandLine) throws Exception {
    CommandRun run = CommandRun.of(commandLine.split(" "));
    assertThat(run.exitCode()).isZero();
    JsonNode result = JsonMapper.builder().build().readTree(run.out());
    assertThat(result.get("schema").asText()).isEqualTo("graydiff/v1");
    assertThat(result.get("processes").isArray()).isTrue();
    assertThat(result.get("denied").isInt()).isTrue();
  }
}
