package io.graydiff.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.graydiff.compare.Change;
import io.graydiff.compare.ComparisonResult;
import io.graydiff.compare.EngineSettings;
import io.graydiff.compare.SignalResult;
import io.graydiff.fixture.PrometheusServer;
import io.graydiff.signal.Signal;
import io.graydiff.window.Measures;
import io.graydiff.window.Series;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real Prometheus that keeps native histograms alone scrapes two agents, one of each group: the
 * fleet is judged by them, also by label value.
 */
class FleetNativeIT {
  private static final double WINDOW = 0.25;
  private static final int SECONDS = 20;

  @TempDir private Path folder;

  @Test
  void nativeHistogramsAreJudgedAsAWholeAndByLabelValue() throws Exception {
    ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor();
    try (ReplayedAgent baseline = new ReplayedAgent();
        ReplayedAgent canary = new ReplayedAgent()) {
      Load first = new Load(1);
      Load second = new Load(2);
      ticker.scheduleAtFixedRate(
          () -> {
            baseline.window("shop", WINDOW, first.window(150, 2e6, WINDOW), Measures.NONE);
            canary.window("shop", WINDOW, Measures.NONE, second.window(50, 2.5e6, WINDOW));
          },
          0,
          (long) (WINDOW * 1e3),
          TimeUnit.MILLISECONDS);
      String config =
          """
          global: { scrape_interval: 500ms, evaluation_interval: 500ms }
          scrape_configs:
            - job_name: graydiff
              static_configs: [ { targets: ["%s", "%s"] } ]
          """
              .formatted(baseline.target(), canary.target());
      try (PrometheusServer prometheus =
          PrometheusServer.configured(folder, config, "--enable-feature=native-histograms")) {
        prometheus.await("min(count_over_time(graydiff_verdict[5m])) >= " + 2 * SECONDS);
        JsonNode classic = prometheus.query("graydiff_signal_seconds_bucket");
        assertThat(classic.isEmpty()).as("classic buckets").isTrue();
        judge(prometheus);
      }
    } finally {
      ticker.shutdownNow();
    }
  }

  private static void judge(PrometheusServer prometheus) throws Exception {
    PrometheusClient client = PrometheusClient.of(prometheus.uri().toString(), HttpAccess.OPEN);
    double now = client.now();
    FleetJudge judge =
        new FleetJudge(
            client,
            new FleetQuery("shop", ""),
            new EngineSettings(0.01, SECONDS, Map.of()),
            Set.of(Signal.HTTP_REQUEST_LATENCY, Signal.PARK_LATENCY),
            now - SECONDS,
            1);
    judge.advance(now);
    ComparisonResult result = judge.result();
    assertThat(result.verdict().id()).as(result.notes().toString()).isEqualTo("regression");
    for (Series series :
        Set.of(
            Series.whole(Signal.HTTP_REQUEST_LATENCY),
            new Series(Signal.PARK_LATENCY, Load.REASON))) {
      assertThat(p50(result, series).ratio()).as(series.toString()).isBetween(1.2, 1.3);
    }
  }

  private static Change p50(ComparisonResult result, Series series) {
    SignalResult signal =
        result.signals().stream().filter(s -> s.series().equals(series)).findFirst().orElseThrow();
    return signal.changes().stream()
        .filter(change -> change.statistic().equals("p50"))
        .findFirst()
        .orElseThrow();
  }
}
