package io.graydiff.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the chart installs for Prometheus and Grafana. */
class ChartMonitoringTest {
  private static final ObjectMapper YAML = new YAMLMapper();

  @Test
  void prometheusKnowsThemByJobsThatAlertsLookForWhateverTheReleaseIsCalled() throws Exception {
    String values =
        ChartTest.WITH_EVERYTHING + "fullnameOverride: compare\nnameOverride: versions\n";
    Manifest manifest = Manifest.parse(Chart.render(values));
    Map<String, String> jobs = new HashMap<>();
    for (PodMonitor monitor : manifest.all(PodMonitor.class)) {
      jobs.put(
          monitor.getMetadata().getName(),
          monitor
              .getSpec()
              .getPodMetricsEndpoints()
              .get(0)
              .getRelabelings()
              .get(0)
              .getReplacement());
    }
    assertThat(jobs)
        .isEqualTo(Map.of("compare", "graydiff", "compare-fleet-judge", "graydiff-fleet-judge"));
    Map<String, String> agents =
        manifest.only(DaemonSet.class).getSpec().getTemplate().getMetadata().getLabels();
    Map<String, String> judge =
        manifest.only(Deployment.class).getSpec().getTemplate().getMetadata().getLabels();
    for (HasMetadata monitor : manifest.objects()) {
      Map<String, String> selected = selected(monitor);
      if (!selected.isEmpty()) {
        boolean ofJudge = monitor.getMetadata().getName().equals("compare-fleet-judge");
        assertThat(ofJudge ? judge : agents).containsAllEntriesOf(selected);
        assertThat((ofJudge ? agents : judge).entrySet().containsAll(selected.entrySet()))
            .as(monitor.getKind() + " " + monitor.getMetadata().getName())
            .isFalse();
      }
    }
  }

  /** The labels of the pods that an object is about. */
  private static Map<String, String> selected(HasMetadata object) {
    if (object instanceof PodMonitor monitor) {
      return monitor.getSpec().getSelector().getMatchLabels();
    }
    if (object instanceof NetworkPolicy policy) {
      return policy.getSpec().getPodSelector().getMatchLabels();
    }
    if (object instanceof Service service) {
      return service.getSpec().getSelector();
    }
    return Map.of();
  }

  @Test
  void monitorsTakeMoreFieldsOfTheOperator() throws Exception {
    String values =
        """
        podMonitor:
          enabled: true
          spec: {sampleLimit: 50000}
          endpoint:
            metricRelabelings: [{sourceLabels: [__name__], regex: netty_.*, action: drop}]
        """;
    PodMonitor monitor = Manifest.parse(Chart.render(values)).only(PodMonitor.class);
    assertThat(monitor.getSpec().getSampleLimit()).isEqualTo(50_000L);
    assertThat(monitor.getSpec().getPodMetricsEndpoints())
        .singleElement()
        .satisfies(
            endpoint -> {
              assertThat(endpoint.getMetricRelabelings()).hasSize(1);
              assertThat(endpoint.getRelabelings()).hasSize(2);
              assertThat(endpoint.getInterval()).isEqualTo("30s");
            });
  }

  @Test
  void everyFileOfRulesStandsUnchangedInAnObjectOfItsOwn() throws Exception {
    List<JsonNode> rendered = new ArrayList<>();
    for (PrometheusRule rule :
        Manifest.parse(Chart.render(ChartTest.WITH_EVERYTHING)).all(PrometheusRule.class)) {
      rendered.add(YAML.valueToTree(rule.getSpec().getGroups()));
    }
    List<JsonNode> files = new ArrayList<>();
    for (Path file : files("rules", ".yaml")) {
      PrometheusRule whole = new PrometheusRule();
      whole.setSpec(
          YAML.treeToValue(
              YAML.readTree(file.toFile()),
              io.fabric8.openshift.api.model.monitoring.v1.PrometheusRuleSpec.class));
      files.add(YAML.valueToTree(whole.getSpec().getGroups()));
    }
    assertThat(rendered).containsExactlyInAnyOrderElementsOf(files);
    assertThat(Manifest.parse(Chart.render()).all(PrometheusRule.class)).isEmpty();
  }

  @Test
  void alertsAreLeftOutAndLabelledAsTheValuesSay() throws Exception {
    String values =
        """
        prometheusRule:
          enabled: true
          alertLabels: {team: payments}
          disabled: [GraydiffImprovement]
        """;
    List<Rule> rules =
        Manifest.parse(Chart.render(values)).all(PrometheusRule.class).stream()
            .flatMap(rule -> rule.getSpec().getGroups().stream())
            .flatMap(group -> group.getRules().stream())
            .toList();
    List<Rule> alerts = rules.stream().filter(rule -> rule.getAlert() != null).toList();
    assertThat(alerts)
        .extracting(Rule::getAlert)
        .contains("GraydiffRegression")
        .doesNotContain("GraydiffImprovement");
    assertThat(alerts)
        .allSatisfy(
            alert ->
                assertThat(alert.getLabels())
                    .containsEntry("team", "payments")
                    .containsKey("severity"));
    assertThat(rules)
        .filteredOn(rule -> rule.getRecord() != null)
        .isNotEmpty()
        .noneSatisfy(rule -> assertThat(rule.getLabels()).containsKey("team"));
    assertThatThrownBy(
            () -> Chart.render("prometheusRule: {enabled: true, disabled: [GraydiffFire]}"))
        .hasMessageContaining("there is no alert GraydiffFire; there are ")
        .hasMessageContaining("GraydiffRegression");
  }

  @Test
  void runbooksAreLookedForWhereTheValuesSay() throws Exception {
    String folder = "https://git.example.com/graydiff/blob/main/docs/runbooks";
    String rendered = Chart.render("prometheusRule: {enabled: true, runbooks: '" + folder + "'}\n");
    assertThat(rendered.lines().filter(line -> line.contains("runbook_url:")))
        .isNotEmpty()
        .allMatch(line -> line.strip().matches("runbook_url: " + folder + "/Graydiff\\w+\\.md"));
  }

  @Test
  void everyDashboardStandsUnchangedInAConfigMapThatTheSidecarFinds() throws Exception {
    Map<String, String> rendered = new HashMap<>();
    for (ConfigMap map :
        Manifest.parse(Chart.render(ChartTest.WITH_EVERYTHING)).all(ConfigMap.class)) {
      if ("1".equals(map.getMetadata().getLabels().get("grafana_dashboard"))) {
        map.getData().forEach((name, text) -> rendered.put(name, text.strip()));
      }
    }
    Map<String, String> files = new HashMap<>();
    for (Path file : files("dashboards", ".json")) {
      files.put(file.getFileName().toString(), Files.readString(file).strip());
    }
    assertThat(rendered).isEqualTo(files);
  }

  private static List<Path> files(String folder, String suffix) throws IOException {
    Path files = Chart.FOLDER.resolve("files").resolve(folder);
    if (!Files.exists(files)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(files)) {
      return all.filter(file -> file.toString().endsWith(suffix)).toList();
    }
  }
}
