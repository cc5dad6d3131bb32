package io.graydiff.publish;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.graydiff.fixture.ExactProgram;
import io.graydiff.fixture.NeedsRoot;
import io.graydiff.fixture.PrometheusServer;
import io.graydiff.fixture.ServedComparison;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The rules and the gates' queries beside what a real agent exports, rather than series made for
 * them: a metric that was renamed would leave an alert silent for ever.
 */
@NeedsRoot
class RulesOnAgentIT {
  private static final Path ROOT = ExactProgram.repository().home();
  private static final Path RULES = ROOT.resolve("helm/graydiff/files/rules");
  private static final Pattern METRIC = Pattern.compile("(?<![:\\w])graydiff_[a-z_]+");

  @Test
  void everyRuleIsEvaluatedAndEveryMetricThatIsAskedForIsExported(@TempDir Path directory)
      throws Exception {
    String config =
        """
        global: { scrape_interval: 1s, evaluation_interval: 1s }
        rule_files: [ "%s/*.yaml" ]
        scrape_configs:
          - job_name: graydiff
            static_configs: [ { targets: ["127.0.0.1:%d"] } ]
        """;
    try (ServedComparison run = ServedComparison.start(ExactProgram.repository(), "rules");
        PrometheusServer prometheus =
            PrometheusServer.configured(directory, config.formatted(RULES, run.port()))) {
      for (String metric : metricsThatAreAskedFor()) {
        prometheus.await(metric);
      }
      prometheus.await("every rule to be evaluated", () -> evaluated(prometheus));
      for (JsonNode rule : rules(prometheus)) {
        String name = rule.path("name").textValue();
        assertThat(rule.path("health").textValue()).as("%s: %s", name, rule).isEqualTo("ok");
        if (rule.path("type").textValue().equals("recording")) {
          prometheus.await(name);
        }
      }
    }
  }

  /** By rules, with the texts of alerts, and by gates. */
  private static Set<String> metricsThatAreAskedFor() throws IOException {
    Set<String> metrics = new TreeSet<>();
    for (Path folder :
        new Path[] {RULES, ROOT.resolve("deploy/argo"), ROOT.resolve("deploy/flagger")}) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Matcher metric = METRIC.matcher(Files.readString(file));
          while (metric.find()) {
            metrics.add(metric.group());
          }
        }
      }
    }
    assertThat(metrics)
        .contains("graydiff_verdict", "graydiff_signal_seconds_bucket", "graydiff_change_verdict");
    return metrics;
  }

  private static boolean evaluated(PrometheusServer prometheus) throws Exception {
    Iterable<JsonNode> rules = rules(prometheus);
    for (JsonNode rule : rules) {
      if (rule.path("health").asText().equals("unknown")) {
        return false;
      }
    }
    return rules.iterator().hasNext();
  }

  private static Iterable<JsonNode> rules(PrometheusServer prometheus) throws Exception {
    return prometheus.get("/api/v1/rules").at("/data/groups").findValues("rules").stream()
        .<JsonNode>mapMulti((rules, each) -> rules.forEach(each))
        .toList();
  }
}
