package io.graydiff.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.graydiff.histogram.Histogram;
import io.graydiff.signal.Unit;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class NativeHistogramTest {
  /** An answer of Prometheus 2.42 to a range query, with one point of three missing. */
  private static final String MATRIX =
      """
      {"status":"success","data":{"resultType":"matrix","result":[
        {"metric":{"__name__":"graydiff_signal_seconds","group":"canary"},
         "histograms":[
          [100,{"count":"10","sum":"0.01","buckets":[[0,"0.001","0.00102","4"],[0,"0.002","0.00204","6"]]}],
          [120,{"count":"25","sum":"0.04","buckets":[
            [0,"0.001","0.00102","5"],[0,"0.002","0.00204","16"],[0,"0.004","0.00408","4"]]}]]}]}}
      """;

  private static List<Optional<NativeHistogram>> points() throws Exception {
    List<Optional<NativeHistogram>> points = new ArrayList<>();
    try (InputStream answer = new ByteArrayInputStream(MATRIX.getBytes(StandardCharsets.UTF_8))) {
      SeriesReader.read(
          answer,
          new Grid(100, 10, 3),
          new SeriesReader.Handler() {
            @Override
            public void series(Map<String, String> labels, double[] values) {
              assertThat(values).containsOnly(Double.NaN);
            }

            @Override
            public void histograms(
                Map<String, String> labels, List<Optional<NativeHistogram>> histograms) {
              assertThat(labels).containsEntry("group", "canary");
              points.addAll(histograms);
            }
          });
    }
    return points;
  }

  @Test
  void readsHistogramsPointByPoint() throws Exception {
    List<Optional<NativeHistogram>> points = points();
    assertThat(points).hasSize(3);
    assertThat(points.get(1)).isEmpty();
    assertThat(points.get(2).orElseThrow().buckets())
        .hasSize(3)
        .containsEntry(0.00204, new NativeHistogram.Bucket(0.002, 16));
  }

  @Test
  void aWindowIsWhatBucketsGrewBy() throws Exception {
    List<Optional<NativeHistogram>> points = points();
    NativeSeries series =
        new NativeSeries(Unit.SECONDS, List.of(points.get(0), points.get(2), Optional.empty()));
    Histogram grown = series.grown(1).orElseThrow();
    assertThat(grown.count()).isEqualTo(15);
    assertThat(grown.sum()).isBetween(29_999_999.0, 30_000_001.0);
    assertThat(grown.quantile(0.5)).isBetween(1_990_000.0, 2_060_000.0);
    assertThat(grown.quantile(0.99)).isBetween(3_950_000.0, 4_110_000.0);
    assertThat(series.grown(2)).contains(Histogram.EMPTY);
  }

  @Test
  void aCountThatFellIsAnAgentThatBeganAnew() throws Exception {
    List<Optional<NativeHistogram>> points = points();
    NativeSeries series =
        new NativeSeries(Unit.SECONDS, List.of(points.get(2), points.get(0), Optional.empty()));
    assertThat(series.grown(1)).isEmpty();
  }

  /** A wider bucket, as Prometheus makes when there are too many, is spread over the layout's. */
  @Test
  void noValueIsLostHoweverWideABucketIs() {
    for (double upper : new double[] {1, 3, 70, 1000, 1e6, 1e12}) {
      NativeHistogram all =
          new NativeHistogram(
              new TreeMap<>(Map.of(upper, new NativeHistogram.Bucket(upper / 2, 1001))), 1);
      Histogram grown = all.since(NativeHistogram.EMPTY, Unit.BYTES).orElseThrow();
      assertThat(grown.count()).as("up to " + upper).isEqualTo(1001);
      assertThat(grown.quantile(1)).isLessThanOrEqualTo(upper + 1);
    }
  }
}
