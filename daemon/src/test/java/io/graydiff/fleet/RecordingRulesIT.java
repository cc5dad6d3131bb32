package io.graydiff.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The recording rules, by Prometheus's own checker and by their unit tests. */
class RecordingRulesIT {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path RULES = ROOT.resolve("helm/graydiff/files/rules/recording.yaml");
  private static final Path TESTS = ROOT.resolve("deploy/prometheus/tests/recording.yaml");
  private static final Pattern RECORD = Pattern.compile("- record: (\\S+)");

  @Test
  void promtoolAcceptsTheRules() throws Exception {
    assertThat(promtool("check", "rules", RULES.toString())).contains("SUCCESS");
  }

  @Test
  void theUnitTestsOfTheRulesPass() throws Exception {
    assertThat(promtool("test", "rules", TESTS.toString())).contains("SUCCESS");
  }

  @Test
  void everyRecordedSeriesIsTestedAndDocumented() throws Exception {
    Set<String> recorded = new TreeSet<>();
    Matcher record = RECORD.matcher(Files.readString(RULES));
    while (record.find()) {
      recorded.add(record.group(1));
    }
    assertThat(recorded).isNotEmpty();
    String tests = Files.readString(TESTS);
    String docs = Files.readString(ROOT.resolve("docs/fleet.md"));
    assertThat(recorded).allMatch(tests::contains, "is tested");
    assertThat(recorded).allMatch(docs::contains, "is documented");
  }

  private static String promtool(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        Stream.concat(Stream.of("/usr/bin/promtool"), Stream.of(arguments)).toList();
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
