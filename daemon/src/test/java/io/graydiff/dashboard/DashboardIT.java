package io.graydiff.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.graydiff.dashboard.Dashboard.Panel;
import io.graydiff.fixture.ExactProgram;
import io.graydiff.fixture.NeedsRoot;
import io.graydiff.fixture.PrometheusServer;
import io.graydiff.fixture.ServedComparison;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every query of every dashboard, on a real Prometheus that scrapes a real comparison of the demo's
 * two builds: each must find something.
 */
@NeedsRoot
class DashboardIT {
  private static final String COMPARISON = "dashboards";

  /** A signal of each kind, by a word in the title of the rows that are made for it. */
  private static final Map<String, List<String>> SIGNALS =
      Map.of(
          "seconds", List.of("http.request.latency"),
          "bytes", List.of("alloc.size"),
          "labelled", List.of("park.latency"),
          "Levels", List.of("goroutine.live"),
          "counts", List.of("goroutine.created", "http.request.latency", "alloc.size"),
          "Change", List.of("http.request.latency", "alloc.size", "goroutine.created"));

  @Test
  void everyQueryFindsSomething(@TempDir Path directory) throws Exception {
    try (ServedComparison run = ServedComparison.start(ExactProgram.repository(), COMPARISON);
        PrometheusServer prometheus = PrometheusServer.scraping(directory, run.port())) {
      for (Dashboard dashboard : Dashboard.all()) {
        for (Panel panel : dashboard.panels()) {
          for (String query : panel.queries()) {
            for (String signal : signals(panel)) {
              String filled = filled(query, signal, statistic(signal));
              prometheus.await(filled, () -> hasNumber(prometheus.query(filled)));
            }
          }
        }
      }
      for (Dashboard dashboard : Dashboard.all()) {
        assertThatVariablesHaveValues(dashboard, prometheus);
      }
    }
  }

  /** A quotient of two zeros is a series, but nothing to draw. */
  private static boolean hasNumber(JsonNode found) {
    for (JsonNode series : found) {
      if (!series.at("/value/1").asText().equals("NaN")) {
        return true;
      }
    }
    return false;
  }

  private static List<String> signals(Panel panel) {
    return SIGNALS.entrySet().stream()
        .filter(entry -> panel.row().contains(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(List.of("http.request.latency"));
  }

  private static String statistic(String signal) {
    return signal.equals("goroutine.created") ? "rate" : "p50";
  }

  private static String filled(String query, String signal, String statistic) {
    return query
        .replace("$job", ".*")
        .replace("$comparison", COMPARISON)
        .replace("$signal", signal)
        .replace("$statistic", statistic)
        .replace("$__rate_interval", "1m")
        .replace("$__range", "10m");
  }

  /** As Grafana asks for {@code label_values(SERIES, LABEL)}. */
  private static void assertThatVariablesHaveValues(
      Dashboard dashboard, PrometheusServer prometheus) throws Exception {
    List<String> asked = new ArrayList<>();
    for (JsonNode variable : dashboard.variables()) {
      String query = variable.at("/query/query").asText();
      if (query.startsWith("label_values(")) {
        String inner = query.substring("label_values(".length(), query.length() - 1);
        int comma = inner.lastIndexOf(", ");
        String series = filled(inner.substring(0, comma), "http.request.latency", "p50");
        String label = inner.substring(comma + 2);
        JsonNode values =
            prometheus
                .get(
                    "/api/v1/label/%s/values?match[]=%s"
                        .formatted(label, URLEncoder.encode(series, StandardCharsets.UTF_8))
                        .replace("[]", "%5B%5D"))
                .path("data");
        assertThat(values).as(query).isNotEmpty();
        asked.add(label);
      }
    }
    assertThat(asked).as(dashboard.file()).contains("job", "comparison");
  }
}
