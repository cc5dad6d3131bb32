package io.graydiff.publish;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.graydiff.compare.Verdict;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GateHandlerTest {
  private static final Instant AT = PublishedFixture.START.plusSeconds(60);

  private final PublishedComparisons comparisons = new PublishedComparisons();
  private Instant now = AT.plusSeconds(1);
  private final GateHandler gate = new GateHandler(comparisons, () -> now);

  @ParameterizedTest
  @CsvSource({"PASS,200", "IMPROVEMENT,200", "REGRESSION,409", "INCONCLUSIVE,425"})
  void answersTheVerdictAsAStatus(Verdict verdict, int status) throws IOException {
    publish(verdict, 40);
    assertThat(ask().status().code()).isEqualTo(status);
    assertThat(body().get("verdict").textValue()).isEqualTo(verdict.id());
    assertThat(body().get("comparison").textValue()).isEqualTo("checkout");
    assertThat(body().get("reason").textValue()).isNotBlank();
  }

  @Test
  void namesTheSignalsThatRegressed() throws IOException {
    publish(Verdict.REGRESSION, 40);
    assertThat(body().get("reason").textValue()).contains("http.request.latency");
    assertThat(body().at("/signals/0/verdict").textValue()).isEqualTo("regression");
  }

  @Test
  void anUnknownNameIs404() {
    assertThat(ask().status().code()).isEqualTo(404);
  }

  @Test
  void aVerdictOlderThanAMinuteIsUndecidedWithTheReason() throws IOException {
    publish(Verdict.PASS, 40);
    now = AT.plusSeconds(60);
    assertThat(ask().status().code()).isEqualTo(200);
    now = AT.plusSeconds(61);
    assertThat(ask().status().code()).isEqualTo(425);
    assertThat(body().get("verdict").textValue()).isEqualTo("inconclusive");
    assertThat(body().get("reason").textValue())
        .isEqualTo("the newest verdict is 61 s old, older than 60 s: no window has closed since");
  }

  @Test
  void windowsLongerThanTwentySecondsMayBeThreeOld() {
    comparisons.publish(
        new PublishedFixture("checkout", 1)
            .windowSeconds(30)
            .verdict(Verdict.PASS)
            .verdictAt(AT)
            .build());
    now = AT.plusSeconds(90);
    assertThat(ask().status().code()).isEqualTo(200);
    now = AT.plusSeconds(91);
    assertThat(ask().status().code()).isEqualTo(425);
  }

  private void publish(Verdict verdict, int windows) {
    comparisons.publish(
        new PublishedFixture("checkout", 1).windows(windows).verdict(verdict).build());
  }

  private Reply ask() {
    return gate.reply(new Request("checkout", Map.of(), ""));
  }

  private JsonNode body() throws IOException {
    return new ObjectMapper().readTree(ask().body());
  }
}
