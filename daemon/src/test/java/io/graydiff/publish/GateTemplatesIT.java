package io.graydiff.publish;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.graydiff.compare.Verdict;
import io.graydiff.fixture.PrometheusServer;
import io.graydiff.publish.ArgoCondition.Phase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The very queries and conditions of the templates under deploy/, on a real Prometheus that scrapes
 * two agents. Each comparison is named after what the agents say of it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GateTemplatesIT {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final Path DEPLOY = Path.of("../deploy");

  /** Ahead of the clock, so that a slow machine does not make it stale during the test. */
  private static final Instant FRESH = Instant.now().plusSeconds(3_000);

  private static final Instant OLD = Instant.now().minusSeconds(120);

  private final TestServer first;
  private final TestServer second;
  private final PrometheusServer prometheus;

  GateTemplatesIT(@TempDir Path directory) throws Exception {
    first = new TestServer();
    second = new TestServer();
    first.now = Instant.now();
    prometheus =
        PrometheusServer.configured(
            directory,
            """
            global: { scrape_interval: 5s, scrape_timeout: 5s }
            scrape_configs:
              - job_name: graydiff
                params:
                  "name[]":
                    - graydiff_verdict
                    - graydiff_verdict_timestamp_seconds
                    - graydiff_regression_detected
                    - graydiff_window_seconds
                static_configs: [ { targets: ["127.0.0.1:%d", "127.0.0.1:%d"] } ]
            """
                .formatted(first.server.address().getPort(), second.server.address().getPort()));
  }

  @BeforeAll
  void publish() throws Exception {
    publish(first, "pass", Verdict.PASS, FRESH);
    publish(first, "improvement", Verdict.IMPROVEMENT, FRESH);
    publish(first, "regression", Verdict.REGRESSION, FRESH);
    publish(first, "inconclusive", Verdict.INCONCLUSIVE, FRESH);
    publish(first, "stale-pass", Verdict.PASS, OLD);
    publish(first, "stale-regression", Verdict.REGRESSION, OLD);
    first.comparisons.publish(
        new PublishedFixture("long-windows", 1)
            .windowSeconds(1_000)
            .verdict(Verdict.PASS)
            .verdictAt(OLD)
            .build());
    publish(first, "regression-on-one-of-two", Verdict.PASS, FRESH);
    publish(second, "regression-on-one-of-two", Verdict.REGRESSION, FRESH);
    publish(first, "undecided-on-one-of-two", Verdict.PASS, FRESH);
    publish(second, "undecided-on-one-of-two", Verdict.INCONCLUSIVE, FRESH);
    publish(first, "stale-on-one-of-two", Verdict.PASS, FRESH);
    publish(second, "stale-on-one-of-two", Verdict.PASS, OLD);
    prometheus.await("both agents", () -> prometheus.query("graydiff_verdict").size() == 7 + 3 + 3);
  }

  @AfterAll
  void close() {
    prometheus.close();
    first.close();
    second.close();
  }

  @ParameterizedTest
  @CsvSource({
    "pass, SUCCESSFUL",
    "improvement, SUCCESSFUL",
    "regression, FAILED",
    "inconclusive, INCONCLUSIVE",
    "stale-pass, INCONCLUSIVE",
    "stale-regression, INCONCLUSIVE",
    "long-windows, SUCCESSFUL",
    "no-data, INCONCLUSIVE",
    "regression-on-one-of-two, FAILED",
    "undecided-on-one-of-two, INCONCLUSIVE",
    "stale-on-one-of-two, INCONCLUSIVE",
  })
  void argoRollouts(String comparison, Phase phase) throws Exception {
    for (String file : List.of("analysistemplate.yaml", "clusteranalysistemplate.yaml")) {
      JsonNode metric = metric(file);
      List<Double> result = result(argoQuery(file, comparison));
      assertThat(
              ArgoCondition.phase(
                  metric.path("successCondition").textValue(),
                  metric.path("failureCondition").textValue(),
                  result))
          .as(file + ": " + result)
          .isEqualTo(phase);
    }
  }

  /** Inconclusive is the default's end of a run after a single look. */
  @ParameterizedTest
  @ValueSource(strings = {"analysistemplate.yaml", "clusteranalysistemplate.yaml"})
  void argoRolloutsWaitsForADecisionAndActsOnOneRegression(String file) throws IOException {
    JsonNode metric = metric(file);
    assertThat(metric.path("inconclusiveLimit").intValue()).isGreaterThan(100);
    assertThat(metric.path("failureLimit").intValue()).isZero();
    assertThat(metric.path("consecutiveSuccessLimit").intValue()).isEqualTo(3);
    assertThat(metric.path("provider").path("prometheus").path("address").textValue())
        .isEqualTo("{{args.prometheus}}");
  }

  @Test
  void theTemplateForAllNamespacesIsTheOneForOne() throws IOException {
    assertThat(read("argo/clusteranalysistemplate.yaml").path("spec"))
        .isEqualTo(read("argo/analysistemplate.yaml").path("spec"));
  }

  @Test
  void theExampleOfARolloutFillsEveryArgumentThatHasNoDefault() throws IOException {
    JsonNode analysis = read("argo/rollout.yaml").at("/spec/strategy/canary/steps/1/analysis");
    JsonNode template = read("argo/clusteranalysistemplate.yaml");
    assertThat(analysis.at("/templates/0/templateName")).isEqualTo(template.at("/metadata/name"));
    List<String> given = analysis.path("args").findValuesAsText("name");
    for (JsonNode argument : template.at("/spec/args")) {
      assertThat(argument.has("value") || given.contains(argument.path("name").textValue()))
          .as(argument.toString())
          .isTrue();
    }
  }

  /** Above or below the range, and without a value, a check fails; enough of them roll back. */
  @ParameterizedTest
  @CsvSource({
    "pass, true",
    "improvement, true",
    "regression, false",
    "inconclusive, true",
    "stale-pass, false",
    "stale-regression, false",
    "long-windows, true",
    "no-data, false",
    "regression-on-one-of-two, false",
  })
  void flaggersCheck(String comparison, boolean passes) throws Exception {
    String query = read("flagger/metrictemplate.yaml").at("/spec/query").textValue();
    List<Double> result = result(query.replace("{{ target }}", comparison));
    JsonNode range = read("flagger/canary.yaml").at("/spec/analysis/metrics/0/thresholdRange");
    assertThat(range.has("max")).isTrue();
    assertThat(result.size() == 1 && result.get(0) <= range.path("max").doubleValue())
        .as(result.toString())
        .isEqualTo(passes);
    assertThat(result).hasSizeLessThanOrEqualTo(1);
  }

  /** Flagger goes on at 2xx only. */
  @ParameterizedTest
  @CsvSource({
    "pass, 200",
    "improvement, 200",
    "regression, 409",
    "inconclusive, 425",
    "stale-pass, 425",
    "long-windows, 200",
    "no-data, 404"
  })
  void flaggersWebhooks(String comparison, int status) throws Exception {
    JsonNode webhooks = read("flagger/canary.yaml").at("/spec/analysis/webhooks");
    assertThat(webhooks.findValuesAsText("type"))
        .containsExactly("confirm-traffic-increase", "confirm-promotion");
    String target = read("flagger/canary.yaml").at("/spec/targetRef/name").textValue();
    for (JsonNode webhook : webhooks) {
      String path = URI.create(webhook.path("url").textValue()).getPath();
      HttpRequest call =
          HttpRequest.newBuilder(first.uri(path.replace(target, comparison)))
              .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"checkout\"}"))
              .build();
      assertThat(first.send(call).statusCode()).isEqualTo(status);
    }
  }

  private static void publish(TestServer agent, String name, Verdict verdict, Instant at) {
    agent.comparisons.publish(new PublishedFixture(name, 1).verdict(verdict).verdictAt(at).build());
  }

  private static JsonNode metric(String file) throws IOException {
    return read("argo/" + file).at("/spec/metrics/0");
  }

  private static String argoQuery(String file, String comparison) throws IOException {
    String query = metric(file).at("/provider/prometheus/query").textValue();
    Map<String, String> given = Map.of("comparison", comparison);
    for (JsonNode argument : read("argo/" + file).at("/spec/args")) {
      String name = argument.path("name").textValue();
      String value = given.getOrDefault(name, argument.path("value").asText());
      query = query.replace("{{args." + name + "}}", value);
    }
    assertThat(query).doesNotContain("{{");
    return query;
  }

  private List<Double> result(String query) throws Exception {
    List<Double> values = new ArrayList<>();
    prometheus
        .query(query)
        .forEach(series -> values.add(Double.valueOf(series.at("/value/1").textValue())));
    return values;
  }

  private static JsonNode read(String file) throws IOException {
    return YAML.readTree(DEPLOY.resolve(file).toFile());
  }
}
