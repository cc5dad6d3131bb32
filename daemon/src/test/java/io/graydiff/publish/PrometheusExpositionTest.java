package io.graydiff.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.graydiff.compare.Verdict;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PrometheusExpositionTest {
  private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0";
  private static final String PROTOBUF =
      "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited";

  private final PublishedComparisons comparisons = new PublishedComparisons();
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final MetricsEndpoint endpoint = new MetricsEndpoint(registry.getPrometheusRegistry());

  PrometheusExpositionTest() {
    registry
        .getPrometheusRegistry()
        .register(new PrometheusExposition(comparisons, new BuildInfo("0.1.0", "abc")));
  }

  @Test
  void carriesEveryMetricOfTheContract() {
    comparisons.publish(new PublishedFixture("checkout", 1).build());
    String text = scrape("");
    assertThat(text)
        .contains("graydiff_build_info{")
        .contains("graydiff_signal_seconds_bucket{comparison=\"checkout\",group=\"baseline\",")
        .contains("graydiff_signal_bytes_count{comparison=\"checkout\",group=\"canary\",")
        .contains(
            "graydiff_signal_events_total{comparison=\"checkout\",group=\"baseline\","
                + "signal=\"goroutine.created\"} 61234.0")
        .contains(
            "graydiff_quantile{comparison=\"checkout\",group=\"baseline\",signal=\"gc.pause\","
                + "quantile=\"0.95\"}")
        .contains(
            "graydiff_change_ratio{comparison=\"checkout\",signal=\"gc.pause\",statistic=\"p95\"}")
        .contains("graydiff_change_ratio_low{")
        .contains("graydiff_change_ratio_high{")
        .contains(
            "graydiff_signal_verdict{comparison=\"checkout\",signal=\"http.request.latency\"} -1.0")
        .contains("graydiff_verdict{comparison=\"checkout\"} -1.0")
        .contains("graydiff_regression_detected{comparison=\"checkout\"} 1.0")
        .contains(
            "graydiff_verdict_timestamp_seconds{comparison=\"checkout\"} "
                + (double) PublishedFixture.START.plusSeconds(60).getEpochSecond())
        .contains("graydiff_aa_false_alarms_total{comparison=\"checkout\"} 0.0")
        .contains("graydiff_aa_trials_total{comparison=\"checkout\"} 7.0")
        .contains("graydiff_window_seconds{comparison=\"checkout\"} 1.5")
        .contains("graydiff_budget_cpu_share{comparison=\"checkout\"} 0.01")
        .contains(
            "graydiff_change_tolerance{comparison=\"checkout\",signal=\"gc.pause\","
                + "statistic=\"p95\"} 0.03")
        .contains(
            "graydiff_change_verdict{comparison=\"checkout\",signal=\"alloc.latency\","
                + "statistic=\"p50\"} 2.0")
        .contains(
            "graydiff_processes{comparison=\"checkout\",go_version=\"go1.23.4\",group=\"canary\"}"
                + " 2.0")
        .contains(
            "graydiff_probe_sites{comparison=\"checkout\",placement=\"dear\","
                + "signal=\"alloc.size\"} 1.0")
        .contains("graydiff_probe_hits_total{")
        .contains("graydiff_probe_duty_ratio{")
        .contains("graydiff_target_cpu_share{comparison=\"checkout\"} 0.0062")
        .contains("graydiff_agent_cpu_share{comparison=\"checkout\"} 0.0041")
        .contains("graydiff_events_lost_total{comparison=\"checkout\"} 0.0");
  }

  @Test
  void leavesOutWhatDidNotOccur() {
    assertThat(scrape("")).contains("graydiff_build_info").doesNotContain("graydiff_verdict");
    comparisons.publish(new PublishedFixture("early", 1).windows(3).build());
    assertThat(scrape(""))
        .contains("graydiff_change_ratio{")
        .doesNotContain("graydiff_change_ratio_low{comparison=\"early\",signal=\"http")
        .doesNotContain("NaN")
        .doesNotContain("signal=\"lock.wait\",quantile");
  }

  @Test
  void keepsSplitSeriesApartFromTheWholeSoThatSumsCountOnce() {
    comparisons.publish(new PublishedFixture("checkout", 1).build());
    List<String> counts =
        scrape("")
            .lines()
            .filter(line -> line.contains("_count{") && line.contains("gc.pause"))
            .filter(line -> line.contains("group=\"baseline\""))
            .toList();
    assertThat(counts).filteredOn(line -> line.startsWith("graydiff_signal_seconds_")).hasSize(1);
    assertThat(counts)
        .filteredOn(line -> line.startsWith("graydiff_signal_part_seconds_"))
        .hasSize(2)
        .allMatch(line -> line.contains("label=\"phase\",") && line.contains("value=\""));
  }

  @Test
  void exportsAnImprovementAsAPass() {
    comparisons.publish(new PublishedFixture("x", 1).verdict(Verdict.IMPROVEMENT).build());
    assertThat(scrape(""))
        .contains("graydiff_verdict{comparison=\"x\"} 1.0")
        .contains("graydiff_regression_detected{comparison=\"x\"} 0.0");
  }

  @Test
  void speaksTextOpenMetricsAndProtobufAsAsked() {
    comparisons.publish(new PublishedFixture("checkout", 1).build());
    assertThat(reply("").contentType()).startsWith("text/plain; version=0.0.4");
    assertThat(reply(OPEN_METRICS).contentType()).startsWith("application/openmetrics-text");
    assertThat(scrape(OPEN_METRICS)).endsWith("# EOF\n");
    assertThat(reply(PROTOBUF).contentType()).startsWith("application/vnd.google.protobuf");
    assertThat(reply(PROTOBUF).body()).hasSizeGreaterThan(1_000);
  }

  @Test
  void scrapesOnlyTheNamesThatAreAskedFor() {
    comparisons.publish(new PublishedFixture("checkout", 1).build());
    Request request = new Request("", Map.of("name[]", List.of("graydiff_verdict")), "");
    String text = new String(endpoint.reply(request).body(), StandardCharsets.UTF_8);
    assertThat(text).contains("graydiff_verdict{").doesNotContain("graydiff_signal_seconds");
  }

  private String scrape(String accept) {
    return new String(reply(accept).body(), StandardCharsets.UTF_8);
  }

  private Reply reply(String accept) {
    return endpoint.reply(new Request("", Map.of(), accept));
  }
}
