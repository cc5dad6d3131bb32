package io.graydiff.publish;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.graydiff.compare.Assessment;
import io.graydiff.compare.Change;
import io.graydiff.compare.Changes;
import io.graydiff.compare.ComparisonResult;
import io.graydiff.compare.Outlook;
import io.graydiff.compare.SignalResult;
import io.graydiff.compare.Verdict;
import io.graydiff.profile.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class JsonResultTest {
  private static final Path SCHEMA = Path.of("..", "docs", "result.schema.json");

  private final ComparisonResult result = new PublishedFixture("checkout", 1).build().result();

  @Test
  void realOutputMatchesThePublishedSchema() throws IOException {
    assertThat(violations(JsonResult.pretty(result))).isEmpty();
  }

  @Test
  void outputBeforeThereAreIntervalsMatchesTheSchemaToo() throws IOException {
    ComparisonResult early = new PublishedFixture("early", 2).windows(3).build().result();
    assertThat(violations(JsonResult.pretty(early))).isEmpty();
  }

  @Test
  void theSchemaRefusesAResultWithoutItsVerdict() throws IOException {
    ObjectNode broken = JsonResult.tree(result);
    broken.remove("verdict");
    assertThat(violations(broken.toString())).hasSize(1);
  }

  @Test
  void carriesEveryKeyOfTheContract() throws IOException {
    JsonNode root = parse(result);
    assertThat(root.fieldNames())
        .toIterable()
        .contains(
            "schema",
            "comparison",
            "startedAt",
            "durationSeconds",
            "baseline",
            "canary",
            "signals",
            "verdict",
            "cost",
            "loss");
    assertThat(root.get("schema").textValue()).isEqualTo("graydiff/v1");
    assertThat(root.get("startedAt").textValue()).isEqualTo("2026-11-20T12:00:00Z");
    assertThat(root.at("/baseline/goVersions/0").textValue()).isEqualTo("go1.22.12");
    assertThat(root.at("/baseline/processes/0").fieldNames())
        .toIterable()
        .containsExactly("pid", "exe", "goVersion", "module");
    assertThat(root.at("/baseline/left")).hasSize(1);
    assertThat(root.at("/cost/budget").doubleValue()).isEqualTo(0.01);
    assertThat(root.at("/loss/samples").longValue()).isZero();
  }

  @Test
  void writesQuantilesUnderTheirPlainNames() throws IOException {
    JsonNode latency = parse(result).at("/signals/0");
    assertThat(latency.get("name").textValue()).isEqualTo("http.request.latency");
    assertThat(latency.get("kind").textValue()).isEqualTo("distribution");
    assertThat(latency.get("unit").textValue()).isEqualTo("seconds");
    assertThat(latency.at("/baseline/quantiles").fieldNames())
        .toIterable()
        .containsExactly("0.5", "0.95", "0.99");
    assertThat(latency.at("/baseline/count").isIntegralNumber()).isTrue();
    assertThat(latency.at("/baseline/quantiles/0.5").doubleValue()).isBetween(0.0009, 0.0012);
  }

  @Test
  void namesTheLabelOfASplitSeriesAndNoneOfTheWhole() throws IOException {
    List<JsonNode> parks =
        parse(result)
            .get("signals")
            .valueStream()
            .filter(signal -> signal.get("name").textValue().equals("park.latency"))
            .toList();
    assertThat(parks.get(0).get("labels")).isEmpty();
    assertThat(parks.get(1).at("/labels/reason").textValue()).isEqualTo("chan receive");
  }

  @Test
  void writesANoteOnlyWhereThereIsOne() throws IOException {
    for (JsonNode signal : parse(result).get("signals")) {
      assertThat(signal.has("note"))
          .isEqualTo(
              List.of("schedule.latency", "lock.wait").contains(signal.get("name").textValue()));
    }
  }

  @Test
  void writesWhatCannotBeSaidAsNull() throws IOException {
    SignalResult first = result.signals().get(0);
    Change unbounded =
        new Change("p95", Double.NaN, 0, Double.POSITIVE_INFINITY, 0.03, Verdict.INCONCLUSIVE);
    SignalResult signal =
        new SignalResult(
            first.series(),
            first.baseline(),
            first.canary(),
            List.of(unbounded),
            Verdict.INCONCLUSIVE,
            OptionalDouble.of(12),
            Optional.empty());
    ComparisonResult.Cost free =
        new ComparisonResult.Cost(Double.POSITIVE_INFINITY, Double.NaN, 0.004, 12);
    JsonNode root =
        parse(
            new ComparisonResult(
                "x",
                result.startedAt(),
                10,
                result.baseline(),
                PublishedFixture.ended("fatal error: no luck"),
                new Assessment(
                    20,
                    List.of(signal),
                    Verdict.INCONCLUSIVE,
                    new Changes(true, 9, List.of(signal.series())),
                    Optional.of(new Outlook(Double.POSITIVE_INFINITY, false, signal.series()))),
                free,
                result.loss(),
                List.of("version and process are confounded"),
                findings(PublishedFixture.panic("no such\u001b[2Jaccount"))));
    assertThat(root.at("/signals/0/decidesInSeconds").doubleValue()).isEqualTo(6);
    assertThat(root.at("/outlook/decidesInSeconds").isNull()).isTrue();
    assertThat(root.at("/outlook/regression").booleanValue()).isFalse();
    assertThat(root.at("/outlook/signal").textValue()).isEqualTo(signal.series().signal().id());
    assertThat(root.at("/changed/any").booleanValue()).isTrue();
    assertThat(root.at("/changed/signals/0").textValue()).isEqualTo(signal.series().signal().id());
    assertThat(root.at("/signals/0/changes/0/ratio").isNull()).isTrue();
    assertThat(root.at("/signals/0/changes/0/low").doubleValue()).isZero();
    assertThat(root.at("/signals/0/changes/0/high").isNull()).isTrue();
    assertThat(root.at("/events/0/function").textValue()).isEqualTo("main.charge");
    assertThat(root.at("/events/0/count").intValue()).isEqualTo(12);
    assertThat(root.at("/events/0/last").textValue())
        .isEqualTo(PublishedFixture.START.plusSeconds(3).toString());
    assertThat(root.at("/canary/left/0/lastWords").textValue()).isEqualTo("fatal error: no luck");
    assertThat(root.at("/cost/budget").isNull()).isTrue();
    assertThat(root.at("/cost/targetCpuShare").isNull()).isTrue();
    assertThat(root.at("/notes/0").textValue()).isEqualTo("version and process are confounded");
    assertThat(violations(root.toString())).isEmpty();
  }

  private static JsonNode parse(ComparisonResult result) throws IOException {
    return new ObjectMapper().readTree(JsonResult.bytes(result));
  }

  private static List<Error> violations(String json) throws IOException {
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Files.readString(SCHEMA), InputFormat.JSON);
    return schema.validate(json, InputFormat.JSON);
  }

  private static ComparisonResult.Findings findings(ComparisonResult.Event event) {
    return new ComparisonResult.Findings(Profile.NONE, List.of(), List.of(event));
  }
}
