package io.graydiff.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.graydiff.fixture.ExactProgram;
import org.junit.jupiter.api.Test;

/** The commands that look at binaries, on real Go programs. */
class BinaryCommandsIT {
  @Test
  void psListsARunningProgram() throws Exception {
    try (ExactProgram program = ExactProgram.start("1.22")) {
      CommandRun run = CommandRun.of("ps");
      assertThat(run.exitCode()).isEqualTo(ExitCode.PASS);
      assertThat(run.out().lines())
          .anyMatch(
              line -> line.matches(program.pid() + " +" + program.goVersion() + " .* exe .*"));
    }
  }

  @Test
  void inspectShowsTheFactsOfAProcessAsOfItsFile() throws Exception {
    try (ExactProgram program = ExactProgram.start("1.22")) {
      JsonNode ofProcess = inspect(Long.toString(program.pid()));
      JsonNode ofFile = inspect(ExactProgram.build("1.22").toString());
      assertThat(ofProcess.get("goVersion").asText()).isEqualTo(program.goVersion());
      assertThat(ofProcess.get("buildId")).isEqualTo(ofFile.get("buildId"));
      assertThat(ofProcess.get("architecture")).isEqualTo(ofFile.get("architecture"));
    }
  }

  @Test
  void diffBinariesNamesBothGoVersions() throws Exception {
    String before = ExactProgram.build("1.22").toString();
    String after = ExactProgram.build("1.23").toString();
    CommandRun table = CommandRun.of("diff-binaries", before, after);
    assertThat(table.exitCode()).isEqualTo(ExitCode.PASS);
    assertThat(table.out().lines())
        .anyMatch(l -> l.matches("Go version +go1\\.22\\S* +go1\\.23\\S*"));

    CommandRun json = CommandRun.of("diff-binaries", "--json", before, after);
    JsonNode first = JsonMapper.builder().build().readTree(json.out()).get("differences").get(0);
    assertThat(first.get("aspect").asText()).isEqualTo("go_version");
    assertThat(first.get("before").asText()).startsWith("go1.22");
    assertThat(first.get("after").asText()).startsWith("go1.23");
  }

  @Test
  void diffBinariesSaysWhenNothingDiffers() throws Exception {
    String binary = ExactProgram.build("1.22").toString();
    CommandRun run = CommandRun.of("diff-binaries", binary, binary);
    assertThat(run.exitCode()).isEqualTo(ExitCode.PASS);
    assertThat(run.out()).startsWith("the builds do not differ");
  }

  private static JsonNode inspect(String target) throws Exception {
    CommandRun run = CommandRun.of("inspect", "--json", target);
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(ExitCode.PASS);
    return JsonMapper.builder().build().readTree(run.out()).get("binary");
  }
}
