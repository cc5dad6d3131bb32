package io.graydiff.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.graydiff.histogram.Histogram;
import io.graydiff.signal.Signal;
import io.graydiff.window.Exposure;
import io.graydiff.window.Measures;
import io.graydiff.window.Series;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UnitSeriesTest {
  private static final double NAN = Double.NaN;
  private static final Grid GRID = new Grid(1000, 30, 3);

  private final UnitSeries unit = new UnitSeries(GRID);

  UnitSeriesTest() {
    unit.scrapedAt(new double[] {995, 1025, 1055});
    unit.exposure("requests", new double[] {100, 160, 240});
    unit.exposure("cpu_seconds", new double[] {1, 2, 4});
    unit.exposure("process_seconds", new double[] {60, 120, 180});
    unit.processes(new double[] {2, 2, 2});
  }

  private Measures window(int point) {
    Optional<Measures> window = unit.window(point);
    assertThat(window).isPresent();
    return window.get();
  }

  @Test
  void aWindowIsWhatCountersGrewByAndLevelsForEachProcess() {
    unit.events(Signal.PANICS, new double[] {5, 5, 8});
    unit.level(Signal.PROCESS_THREADS, new double[] {20, 20, 24});
    unit.exposure(Signal.PANICS, "requests", new double[] {10, 20, 60});
    Measures second = window(2);
    assertThat(second.exposure()).isEqualTo(new Exposure(80, 2, 60));
    assertThat(second.counts()).containsEntry(Signal.PANICS, 3.0);
    assertThat(window(1).counts()).containsEntry(Signal.PANICS, 0.0);
    assertThat(second.levels()).containsEntry(Signal.PROCESS_THREADS, 12.0);
    assertThat(second.exposure(Signal.PANICS).requests()).isEqualTo(40);
    assertThat(second.exposure(Signal.GC_CYCLES)).isEqualTo(second.exposure());
  }

  @Test
  void aMissingScrapeIsNoWindowAndNeverZero() {
    unit.scrapedAt(new double[] {995, NAN, 1055});
    assertThat(unit.window(1)).isEmpty();
    assertThat(unit.window(2)).isEmpty();
  }

  @Test
  void aSampleFromBeforeTheWindowIsAMissingScrape() {
    unit.scrapedAt(new double[] {995, 995, 1055});
    assertThat(unit.window(1)).isEmpty();
  }

  @Test
  void whereNoWindowOfTheAgentHasClosedThereIsNone() {
    unit.exposure("process_seconds", new double[] {60, 60, 120});
    assertThat(unit.window(1)).isEmpty();
    assertThat(unit.window(2)).isPresent();
  }

  @Test
  void aCounterThatFellLeavesTheWindowOut() {
    unit.exposure("requests", new double[] {100, 20, 80});
    assertThat(unit.window(1)).isEmpty();
    assertThat(unit.window(2)).isPresent();
  }

  @Test
  void aBucketThatFellLeavesTheWindowOut() throws Exception {
    BucketSeries buckets = unit.buckets(Signal.HTTP_REQUEST_LATENCY, false);
    buckets.sum(new double[] {1, 2, 3});
    buckets.bucket("0.001048576", new double[] {100, 90, 130});
    buckets.bucket("+Inf", new double[] {110, 120, 190});
    assertThat(unit.window(1)).isEmpty();
    assertThat(unit.window(2)).isPresent();
  }

  @Test
  void histogramsComeBackInTheUnitThatTheyWereRecordedIn() throws Exception {
    BucketSeries buckets = unit.buckets(Signal.HTTP_REQUEST_LATENCY, false);
    buckets.sum(new double[] {0.5, 0.6, 0.65});
    buckets.bucket("0.001048576", new double[] {100, 150, 150});
    buckets.bucket("0.00131072", new double[] {100, 150, 200});
    buckets.bucket("+Inf", new double[] {100, 150, 200});
    Histogram values = values(window(2));
    assertThat(values.count()).isEqualTo(50);
    assertThat(values.mean()).isCloseTo(1e6, org.assertj.core.api.Assertions.within(1.0));
    assertThat(values.quantile(0.5)).isBetween(1_048_576.0, 1_310_720.0);
  }

  @Test
  void whatAppearsBetweenTwoScrapesHasCountedFromZero() throws Exception {
    BucketSeries buckets = unit.buckets(Signal.HTTP_REQUEST_LATENCY, false);
    buckets.sum(new double[] {NAN, 0.01, 0.02});
    buckets.bucket("0.001048576", new double[] {NAN, 10, 20});
    buckets.bucket("+Inf", new double[] {NAN, 10, 20});
    assertThat(values(window(1)).count()).isEqualTo(10);
  }

  @Test
  void aGroupWithoutProcessesHasNoLevels() {
    unit.level(Signal.PROCESS_THREADS, new double[] {20, 20, 20});
    unit.processes(new double[] {2, 2, 0});
    assertThat(window(2).levels()).isEmpty();
  }

  private static Histogram values(Measures measures) {
    return measures
        .distributions()
        .getOrDefault(Series.whole(Signal.HTTP_REQUEST_LATENCY), Histogram.EMPTY);
  }
}
