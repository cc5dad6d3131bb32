package io.graydiff.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The objects for Flagger, against its definitions as far as they go here. No package has them, so
 * the fields are written down below by hand from the public ones: what is not there is refused.
 */
class FlaggerObjectsTest {
  private static final Path FOLDER = Path.of("../deploy/flagger");
  private static final String DURATION = "^[0-9]+(m|s)";
  private static final ObjectMapper YAML =
      YAMLMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  record Metadata(
      @JsonProperty(required = true) String name,
      @JsonProperty(required = true) String namespace) {}

  record MetricTemplate(String apiVersion, String kind, Metadata metadata, TemplateSpec spec) {}

  record TemplateSpec(Provider provider, String query) {}

  record Provider(String type, String address) {}

  record Canary(String apiVersion, String kind, Metadata metadata, CanarySpec spec) {}

  record CanarySpec(Target targetRef, Service service, Analysis analysis) {}

  record Target(String apiVersion, String kind, String name) {}

  record Service(int port) {}

  record Analysis(
      String interval,
      double threshold,
      double maxWeight,
      double stepWeight,
      List<Metric> metrics,
      List<Webhook> webhooks) {}

  record Metric(String name, Metadata templateRef, Range thresholdRange, String interval) {}

  record Range(double max) {}

  record Webhook(String name, String type, String url) {}

  @Test
  void theMetricTemplateHasNoFieldThatFlaggerHasNot() throws Exception {
    MetricTemplate template = read("metrictemplate.yaml", MetricTemplate.class);
    assertThat(template.apiVersion()).isEqualTo("flagger.app/v1beta1");
    assertThat(template.kind()).isEqualTo("MetricTemplate");
    assertThat(template.spec().provider().type()).isEqualTo("prometheus");
    assertThat(template.spec().provider().address()).startsWith("http://");
    assertThat(template.spec().query().replaceAll("\\{\\{ target }}", "")).doesNotContain("{{");
  }

  @Test
  void theCanaryHasNoFieldThatFlaggerHasNotAndNamesTheTemplate() throws Exception {
    Canary canary = read("canary.yaml", Canary.class);
    MetricTemplate template = read("metrictemplate.yaml", MetricTemplate.class);
    assertThat(canary.apiVersion()).isEqualTo("flagger.app/v1beta1");
    assertThat(canary.kind()).isEqualTo("Canary");
    assertThat(canary.spec().targetRef().kind()).isIn("DaemonSet", "Deployment", "Service");
    Analysis analysis = canary.spec().analysis();
    assertThat(analysis.interval()).matches(DURATION);
    assertThat(analysis.metrics())
        .singleElement()
        .satisfies(
            metric -> {
              assertThat(metric.templateRef()).isEqualTo(template.metadata());
              assertThat(metric.interval()).matches(DURATION);
            });
    assertThat(analysis.webhooks())
        .extracting(Webhook::type)
        .containsExactly("confirm-traffic-increase", "confirm-promotion");
  }

  @Test
  void aFieldThatIsNotThereIsRefused() throws Exception {
    String canary = Files.readString(FOLDER.resolve("canary.yaml"));
    for (String wrong :
        List.of(
            canary.replace("stepWeight:", "stepWeigth:"),
            canary.replace("    threshold: 5\n", ""),
            canary.replace("port: 8080", "port: http"))) {
      assertThat(wrong).isNotEqualTo(canary);
      assertThatThrownBy(() -> YAML.readValue(wrong, Canary.class))
          .isInstanceOf(JsonMappingException.class);
    }
  }

  private static <T> T read(String file, Class<T> type) throws IOException {
    return YAML.readValue(FOLDER.resolve(file).toFile(), type);
  }
}
