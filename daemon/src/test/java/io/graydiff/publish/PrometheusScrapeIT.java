package io.graydiff.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.graydiff.fixture.PrometheusServer;
import io.graydiff.histogram.Histogram;
import io.graydiff.signal.Signal;
import io.graydiff.window.Measures;
import io.graydiff.window.Series;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real Prometheus makes of the exported histograms. */
class PrometheusScrapeIT {
  private static final Signal[] SIGNALS = {
    Signal.HTTP_REQUEST_LATENCY, Signal.GC_PAUSE, Signal.PARK_LATENCY, Signal.ALLOC_SIZE
  };
  private static final double[] QUANTILES = {0.5, 0.95, 0.99};

  private final TestServer http = new TestServer();
  private final Published published = new PublishedFixture("checkout", 7).build();

  @TempDir private Path directory;

  PrometheusScrapeIT() throws ListenException {}

  @BeforeEach
  void publish() {
    http.comparisons.publish(published);
  }

  @AfterEach
  void close() {
    http.close();
  }

  @Test
  void quantilesOfClassicBucketsFallIntoTheSameBucketAsOurs() throws Exception {
    try (PrometheusServer prometheus =
        PrometheusServer.scraping(directory, http.server.address().getPort())) {
      for (Signal signal : SIGNALS) {
        for (double q : QUANTILES) {
          double theirs = prometheus.single(query(signal, q, "_bucket"));
          double ours = signal.unit().toBase(histogram(signal).quantile(q));
          double[] bounds = HistogramExport.of(signal.unit()).classicBounds();
          assertThat(bucket(bounds, theirs))
              .as("p%s of %s: %s, ours %s", q * 100, signal.id(), theirs, ours)
              .isEqualTo(bucket(bounds, ours));
        }
      }
      assertThat(prometheus.single("graydiff_verdict{comparison=\"checkout\"}")).isEqualTo(-1);
      assertThat(prometheus.single("graydiff_regression_detected")).isEqualTo(1);
    }
  }

  @Test
  void quantilesOfNativeHistogramsAreWithinOneNativeBucketOfOurs() throws Exception {
    try (PrometheusServer prometheus =
        PrometheusServer.scraping(
            directory, http.server.address().getPort(), "--enable-feature=native-histograms")) {
      for (Signal signal : SIGNALS) {
        for (double q : QUANTILES) {
          double theirs = prometheus.single(query(signal, q, ""));
          double ours = signal.unit().toBase(histogram(signal).quantile(q));
          double buckets =
              Math.abs(Math.log(theirs / ours) / Math.log(2))
                  * (1 << HistogramExport.NATIVE_SCHEMA);
          assertThat(buckets)
              .as("p%s of %s: %s, ours %s", q * 100, signal.id(), theirs, ours)
              .isLessThanOrEqualTo(1);
        }
      }
      double count =
          prometheus.single(
              "histogram_count(graydiff_signal_part_seconds{group=\"canary\","
                  + "signal=\"park.latency\",value=\"select\"})");
      assertThat(count).isEqualTo(part(published.canary(), "select").count());
    }
  }

  @Test
  void theGateQueryFindsAFreshVerdictAndDropsAStaleOne() throws Exception {
    try (PrometheusServer prometheus =
        PrometheusServer.scraping(directory, http.server.address().getPort())) {
      prometheus.await("graydiff_verdict");
      String fresh =
          "graydiff_verdict and on(comparison) (time() - graydiff_verdict_timestamp_seconds < %s)";
      assertThat(prometheus.query(fresh.formatted("60"))).isEmpty();
      assertThat(prometheus.query(fresh.formatted("1e9"))).hasSize(1);
    }
  }

  private static String query(Signal signal, double q, String suffix) {
    return "histogram_quantile(%s, graydiff_signal_%s%s{signal=\"%s\",group=\"baseline\"})"
        .formatted(q, signal.unit().symbol(), suffix, signal.id());
  }

  private Histogram histogram(Signal signal) {
    return Objects.requireNonNull(published.baseline().distributions().get(Series.whole(signal)));
  }

  private static Histogram part(Measures measures, String reason) {
    return Objects.requireNonNull(
        measures.distributions().get(new Series(Signal.PARK_LATENCY, reason)));
  }

  private static int bucket(double[] bounds, double value) {
    int found = Arrays.binarySearch(bounds, value);
    return found >= 0 ? found : -found - 1;
  }
}
