package io.graydiff.publish;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The alert rules, by Prometheus's own checker and by the unit tests in deploy/prometheus/tests.
 */
class AlertRulesIT {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path RULES = ROOT.resolve("helm/graydiff/files/rules/alerts.yaml");
  private static final Path TESTS = ROOT.resolve("deploy/prometheus/tests");

  @Test
  void promtoolAcceptsTheRules() throws Exception {
    assertThat(promtool("check", "rules", RULES.toString())).contains("SUCCESS");
  }

  @Test
  void promtoolAcceptsTheExampleOfAConfigurationWithTheRules() throws Exception {
    Path config = ROOT.resolve("deploy/prometheus/prometheus.yml");
    assertThat(promtool("check", "config", config.toString()))
        .contains("alerts.yaml")
        .doesNotContain("FAILED");
  }

  @Test
  void theUnitTestsOfTheRulesPass() throws Exception {
    List<String> command = new ArrayList<>(List.of("test", "rules"));
    for (Path file : testFiles()) {
      command.add(file.toString());
    }
    assertThat(promtool(command.toArray(String[]::new))).doesNotContain("FAILED");
  }

  @Test
  void everyAlertIsTestedFiringAndNotFiring() throws Exception {
    Set<String> firing = new TreeSet<>();
    Set<String> silent = new TreeSet<>();
    for (Path file : testFiles()) {
      for (JsonNode expected : YAML.readTree(file.toFile()).findValues("alert_rule_test")) {
        for (JsonNode moment : expected) {
          Set<String> kind = moment.path("exp_alerts").isEmpty() ? silent : firing;
          kind.add(moment.path("alertname").textValue());
        }
      }
    }
    assertThat(firing).isEqualTo(names());
    assertThat(silent).isEqualTo(names());
  }

  @Test
  void everyAlertSaysHowGraveItIsWhatIsWrongAndWhatToDo() throws Exception {
    for (JsonNode alert : alerts()) {
      String name = alert.path("alert").textValue();
      assertThat(alert.at("/labels/severity").textValue())
          .as(name)
          .isIn("critical", "warning", "info");
      assertThat(alert.at("/annotations/summary").textValue()).as(name).isNotBlank();
      assertThat(alert.at("/annotations/description").textValue()).as(name).isNotBlank();
      String runbook = "docs/runbooks/" + name + ".md";
      assertThat(alert.at("/annotations/runbook_url").textValue()).isEqualTo(runbook);
      assertThat(Files.readAllLines(ROOT.resolve(runbook)))
          .startsWith("# " + name)
          .contains("## What it means", "## Look first", "## What to do");
    }
  }

  @Test
  void everyRunbookHasItsAlert() throws Exception {
    try (Stream<Path> runbooks = Files.list(ROOT.resolve("docs/runbooks"))) {
      assertThat(runbooks.map(file -> file.getFileName().toString().replace(".md", "")))
          .containsExactlyInAnyOrderElementsOf(names());
    }
  }

  private static Set<String> names() throws IOException {
    Set<String> names = new TreeSet<>();
    alerts().forEach(alert -> names.add(alert.path("alert").textValue()));
    return names;
  }

  private static List<JsonNode> alerts() throws IOException {
    List<JsonNode> alerts = new ArrayList<>();
    for (JsonNode group : YAML.readTree(RULES.toFile()).path("groups")) {
      group.path("rules").forEach(alerts::add);
    }
    assertThat(alerts).isNotEmpty();
    return alerts;
  }

  private static List<Path> testFiles() throws IOException {
    try (Stream<Path> files = Files.list(TESTS)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  /** What promtool prints; it has to succeed. */
  private static String promtool(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("/usr/bin/promtool"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
