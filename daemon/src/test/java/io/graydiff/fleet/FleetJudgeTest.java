package io.graydiff.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graydiff.compare.ComparisonResult;
import io.graydiff.compare.EngineSettings;
import io.graydiff.signal.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the judge makes of recorded answers. */
class FleetJudgeTest {
  private static final FleetQuery QUERY = new FleetQuery("shop", "");
  private static final double START = 1_000_000;
  private static final double STEP = 30;
  private static final int POINTS = 41;

  private static FleetJudge judge(PrometheusStub stub) throws Exception {
    return new FleetJudge(
        stub.client(),
        QUERY,
        new EngineSettings(0.01, POINTS - 1, Map.of()),
        Set.of(Signal.PANICS),
        START,
        STEP);
  }

  /**
   * A counter of a group on an agent, that grows by so much a window; one scrape may be missing.
   */
  private static String series(String name, String agent, String group, double growth, int lacks) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < POINTS; i++) {
      if (i != lacks) {
        values.add("[%s,\"%s\"]".formatted(START + i * STEP, 1000 + growth * i));
      }
    }
    return "{\"metric\":{\"__name__\":\"%s\",\"instance\":\"%s\",\"group\":\"%s\",\"signal\":\"panics\"},\"values\":[%s]}"
        .formatted(name, agent, group, String.join(",", values));
  }

  private static String matrix(String... series) {
    return "{\"status\":\"success\",\"data\":{\"result\":[" + String.join(",", series) + "]}}";
  }

  /** When the samples of an agent were scraped: five seconds before. */
  private static String scrapedAt(String agent, String group, int lacks) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < POINTS; i++) {
      if (i != lacks) {
        double at = START + i * STEP;
        values.add("[%s,\"%s\"]".formatted(at, at - 5));
      }
    }
    return "{\"metric\":{\"instance\":\"%s\",\"group\":\"%s\"},\"values\":[%s]}"
        .formatted(agent, group, String.join(",", values));
  }

  private static PrometheusStub fleet(double canaryPanics, int lacks) throws Exception {
    return new PrometheusStub()
        .answer(
            "timestamp(", matrix(scrapedAt("a", "baseline", -1), scrapedAt("b", "canary", lacks)))
        .answer(
            "exposure_(requests",
            matrix(
                series("graydiff_exposure_process_seconds_total", "a", "baseline", 60, -1),
                series("graydiff_exposure_process_seconds_total", "b", "canary", 60, lacks),
                series("graydiff_exposure_requests_total", "a", "baseline", 3000, -1),
                series("graydiff_exposure_requests_total", "b", "canary", 300, lacks),
                series("graydiff_signal_events_total", "a", "baseline", 100, -1),
                series("graydiff_signal_events_total", "b", "canary", canaryPanics, lacks)));
  }

  @Test
  void ratesArePerRequestWhateverTheSplitOfTheTraffic() throws Exception {
    try (PrometheusStub stub = fleet(10, -1)) {
      FleetJudge judge = judge(stub);
      judge.advance(START + (POINTS - 1) * STEP);
      ComparisonResult result = judge.result();
      assertThat(result.windows()).isEqualTo(POINTS - 1);
      assertThat(result.signals().get(0).changes().get(0).ratio()).isBetween(0.99, 1.01);
      assertThat(result.verdict().id()).isNotEqualTo("regression");
      assertThat(result.durationSeconds()).isEqualTo((POINTS - 1) * STEP);
    }
  }

  @Test
  void aRegressionOnAnotherNodeIsFound() throws Exception {
    try (PrometheusStub stub = fleet(30, -1)) {
      FleetJudge judge = judge(stub);
      judge.advance(START + (POINTS - 1) * STEP);
      assertThat(judge.result().verdict().id()).isEqualTo("regression");
      assertThat(judge.result().notes())
          .anyMatch(note -> note.contains("1 with the baseline and 1 with the canary"));
    }
  }

  @Test
  void aMissingScrapeTakesTwoWindowsAndNoMore() throws Exception {
    try (PrometheusStub stub = fleet(10, 7)) {
      FleetJudge judge = judge(stub);
      judge.advance(START + (POINTS - 1) * STEP);
      assertThat(judge.windows()).isEqualTo(POINTS - 3);
      assertThat(judge.result().notes())
          .contains("2 of 40 windows are left out, because a group had no figures of them");
    }
  }

  @Test
  void whatIsJudgedBitByBitComesToTheSame() throws Exception {
    try (PrometheusStub stub = fleet(10, 7)) {
      FleetJudge once = judge(stub);
      once.advance(START + (POINTS - 1) * STEP);
      FleetJudge often = judge(stub);
      for (int i = 1; i < POINTS; i++) {
        often.advance(START + i * STEP + 0.3);
      }
      assertThat(often.result()).isEqualTo(once.result());
      assertThat(often.nextEnd()).isEqualTo(START + POINTS * STEP);
    }
  }

  @Test
  void saysWhichGroupIsMissing() throws Exception {
    try (PrometheusStub stub =
        new PrometheusStub()
            .answer("timestamp(", matrix(scrapedAt("a", "baseline", -1)))
            .answer(
                "exposure_(requests",
                matrix(
                    series("graydiff_exposure_process_seconds_total", "a", "baseline", 60, -1)))) {
      FleetJudge judge = judge(stub);
      judge.advance(START + 10 * STEP);
      assertThat(judge.windows()).isZero();
      assertThat(judge.whyNoWindow())
          .contains("'shop' cannot be judged: in 10 windows of 30 s since 1970-01-12T13:46:40Z")
          .contains("no figures of the canary");
    }
  }

  @Test
  void namesTheComparisonsThatThereAre() throws Exception {
    String known =
        "{\"status\":\"success\",\"data\":{\"result\":["
            + "{\"metric\":{\"comparison\":\"pay\"},\"value\":[100,\"1\"]},"
            + "{\"metric\":{\"comparison\":\"cart\"},\"value\":[100,\"1\"]}]}}";
    try (PrometheusStub stub = new PrometheusStub().answer("count by (comparison)", known)) {
      assertThatThrownBy(() -> FleetTiming.at(stub.client(), QUERY, 100))
          .hasMessage(
              "no agent has exported a comparison 'shop' in the last 10 minutes; there are: cart,"
                  + " pay");
    }
  }

  @Test
  void aWindowHoldsTwoScrapesAndTwoWindowsOfAnAgent() throws Exception {
    FleetTiming timing = new FleetTiming(15, 10);
    assertThat(timing.window(1800)).isEqualTo(45);
    assertThat(timing.window(300)).isEqualTo(30);
    assertThatThrownBy(() -> timing.check(10)).hasMessageContaining("take --window 30s or more");
    timing.check(15);
  }
}
