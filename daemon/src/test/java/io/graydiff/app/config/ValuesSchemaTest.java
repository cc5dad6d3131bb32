package io.graydiff.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.graydiff.signal.Signal;
import io.graydiff.signal.Worse;
import io.graydiff.target.SelectorKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The schema of the chart's values and the reader of the configuration file agree: what Helm lets
 * through, the agent reads.
 */
class ValuesSchemaTest {
  private static final Path FILE = Path.of("..", "helm", "graydiff", "values.schema.json");
  private static final String SELECTORS = "baseline: go=1.22, canary: go=1.23";

  private static JsonNode schema() throws IOException {
    return new ObjectMapper().readTree(FILE.toFile());
  }

  @Test
  void theSchemaHasTheKeysThatTheReaderKnows() throws Exception {
    JsonNode schema = schema();
    List<String> config = new ArrayList<>(ConfigReader.CONFIG_KEYS);
    config.remove("listen"); // the chart makes it of the port
    assertThat(keys(schema.at("/properties/config/properties")))
        .containsExactlyInAnyOrderElementsOf(config);
    assertThat(keys(schema.at("/definitions/comparison/properties")))
        .containsExactlyInAnyOrderElementsOf(ConfigReader.COMPARISON_KEYS);
    assertThat(keys(schema.at("/definitions/signal/properties")))
        .containsExactlyInAnyOrderElementsOf(ConfigReader.SIGNAL_KEYS);
  }

  @Test
  void theSchemaHasTheSignalsDirectionsAndSelectorsThatThereAre() throws Exception {
    JsonNode schema = schema();
    assertThat(texts(schema.at("/definitions/comparison/properties/signals/propertyNames/enum")))
        .containsExactlyElementsOf(Arrays.stream(Signal.values()).map(Signal::id).toList());
    assertThat(texts(schema.at("/definitions/signal/properties/worse/enum")))
        .containsExactlyElementsOf(Arrays.stream(Worse.values()).map(Worse::id).toList());
    assertThat(schema.at("/definitions/selector/pattern").textValue())
        .isEqualTo(
            Arrays.stream(SelectorKey.values())
                .map(SelectorKey::id)
                .collect(Collectors.joining("|", "^(", ")=.+")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "budget: 1%",
        "budget: 100%",
        "budget: .5%",
        "budget: 0.02",
        "budget: '0.02'",
        "budget: unlimited",
        "comparisons: [{name: a, " + SELECTORS + ", alpha: 0.01, window: 1.5s, tolerance: 0}]",
        "comparisons: [{name: a, " + SELECTORS + ", alpha: 49.9%, window: 1h30m, tolerance: 300%}]",
        "comparisons: [{name: a, " + SELECTORS + ", alpha: '.4', tolerance: 3%}]",
        "comparisons: [{name: a, baseline: [pid=1, 'exe=/a'], canary: ['k8s=n/a=b,go=1.23']}]",
        "comparisons: [{name: a, " + SELECTORS + ", signals: {alloc.size: {enabled: false}}}]",
        "comparisons: [{name: a, " + SELECTORS + ", signals: {gc.pause: {worse: either}}}]",
      })
  void whatOneAcceptsTheOtherDoesToo(String config) throws Exception {
    assertThat(schemaRefuses(config)).isFalse();
    assertThat(readerRefuses(config)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "budget: 0",
        "budget: 0%",
        "budget: '0.0'",
        "budget: 101%",
        "budget: 1",
        "budget: none",
        "budget: 0.0000001",
        "comparisons: []",
        "comparisons: [{name: a, " + SELECTORS + ", alpha: 0}]",
        "comparisons: [{name: a, " + SELECTORS + ", alpha: 0.5}]",
        "comparisons: [{name: a, " + SELECTORS + ", alpha: 50%}]",
        "comparisons: [{name: a, " + SELECTORS + ", alpha: '.5'}]",
        "comparisons: [{name: a, " + SELECTORS + ", window: 0s}]",
        "comparisons: [{name: a, " + SELECTORS + ", window: 0.0m0h}]",
        "comparisons: [{name: a, " + SELECTORS + ", window: 10}]",
        "comparisons: [{name: a, " + SELECTORS + ", tolerance: 3}]",
        "comparisons: [{name: a, " + SELECTORS + ", tolerance: -1%}]",
        "comparisons: [{name: A, " + SELECTORS + "}]",
        "comparisons: [{name: a, baseline: [], canary: go=1.23}]",
        "comparisons: [{name: a, baseline: colour=red, canary: go=1.23}]",
        "comparisons: [{name: a, " + SELECTORS + ", signals: {latency: {}}}]",
        "comparisons: [{name: a, " + SELECTORS + ", signals: {gc.pause: {worse: more}}}]",
        "comparisons: [{name: a, " + SELECTORS + ", signals: {gc.pause: {enabled: maybe}}}]",
        "comparisons: [{name: a, " + SELECTORS + ", colour: red}]",
      })
  void whatOneRefusesTheOtherDoesToo(String config) throws Exception {
    assertThat(schemaRefuses(config)).isTrue();
    assertThat(readerRefuses(config)).isTrue();
  }

  /** The values of the chart with this part of config in place of its own. */
  private static boolean schemaRefuses(String config) throws IOException {
    String values =
        """
        image: {repository: r}
        port: 9477
        capabilities: [SYS_ADMIN]
        config: {%s}
        """
            .formatted(whole(config));
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
            .getSchema(Files.readString(FILE), InputFormat.JSON);
    return !schema.validate(values, InputFormat.YAML).isEmpty();
  }

  /** As the chart writes it: read as YAML, and written again. */
  private static boolean readerRefuses(String config) throws IOException {
    YAMLMapper yaml = new YAMLMapper();
    String written = yaml.writeValueAsString(yaml.readTree("{" + whole(config) + "}"));
    try {
      ConfigReader.parse(written, "graydiff.yaml");
      return false;
    } catch (ConfigException e) {
      return true;
    }
  }

  private static String whole(String config) {
    return config.startsWith("comparisons")
        ? config
        : config + ", comparisons: [{name: a, " + SELECTORS + "}]";
  }

  private static List<String> keys(JsonNode properties) {
    List<String> keys = new ArrayList<>();
    properties.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  private static List<String> texts(JsonNode values) {
    List<String> texts = new ArrayList<>();
    values.forEach(value -> texts.add(value.textValue()));
    return texts;
  }
}
