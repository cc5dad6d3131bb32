package io.graydiff.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.graydiff.compare.WindowBuilder.Process;
import io.graydiff.signal.Signal;
import io.graydiff.window.Series;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ComparisonEngineTest {
  private static final Signal LATENCY = Signal.HTTP_REQUEST_LATENCY;

  private final Random random = new Random(7);
  private final WindowBuilder windows = new WindowBuilder();
  private final ComparisonEngine engine =
      new ComparisonEngine(new EngineSettings(0.01, 120, Map.of()));

  @Test
  void aSlowerCanaryIsARegressionOfItsLatencyAndOfTheWhole() {
    for (int w = 0; w < 30; w++) {
      acceptLatencies(500, 1.0, 500, 1.25);
    }

    SignalResult latency = result(LATENCY);
    assertThat(latency.verdict()).isEqualTo(Verdict.REGRESSION);
    Change p50 = Judged.change(latency, "p50");
    assertThat(p50.low()).isGreaterThan(1.03).isLessThan(p50.ratio());
    assertThat(p50.high()).isGreaterThan(p50.ratio());
    assertThat(p50.ratio()).isBetween(1.2, 1.3);
    assertThat(engine.verdict()).isEqualTo(Verdict.REGRESSION);
  }

  @Test
  void theSameDistributionPassesOnceItIsKnownWellEnough() {
    for (int w = 0; w < 120; w++) {
      acceptLatencies(5000, 1.0, 5000, 1.0);
    }

    assertThat(result(LATENCY).verdict()).isEqualTo(Verdict.PASS);
    assertThat(engine.verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void theFirstWindowShowsRatiosButNoInterval() {
    acceptLatencies(500, 1.0, 500, 2.0);

    Change p50 = Judged.change(result(LATENCY), "p50");
    assertThat(p50.ratio()).isBetween(1.8, 2.2);
    assertThat(p50.low()).isNaN();
    assertThat(p50.high()).isNaN();
    assertThat(p50.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(((GroupSummary.Distribution) result(LATENCY).canary()).quantiles())
        .containsOnlyKeys(0.5, 0.95, 0.99, 1.0);
  }

  @Test
  void aFasterCanaryIsAnImprovement() {
    for (int w = 0; w < 40; w++) {
      acceptLatencies(5000, 1.0, 5000, 0.7);
    }

    assertThat(result(LATENCY).verdict()).isEqualTo(Verdict.IMPROVEMENT);
    assertThat(engine.verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void windowsWithoutValuesInOneGroupAreNotTakenForZeros() {
    for (int w = 0; w < 60; w++) {
      acceptLatencies(5000, 1.0, w % 2 == 0 ? 0 : 5000, 1.0);
    }

    assertThat(Judged.change(result(LATENCY), "p50").ratio()).isBetween(0.98, 1.02);
    assertThat(result(LATENCY).verdict()).isNotEqualTo(Verdict.REGRESSION);
  }

  @Test
  void aSignalWithoutEventsIsNeitherAPassNorInTheWayOfOne() {
    for (int w = 0; w < 120; w++) {
      windows
          .baseline(1, process(5000, 1.0).count(Signal.PANICS, 0))
          .canary(2, process(5000, 1.0).count(Signal.PANICS, 0));
      engine.accept(windows.next());
    }

    assertThat(result(Signal.PANICS).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result(Signal.PANICS).note()).contains("no events");
    assertThat(engine.verdict()).isEqualTo(Verdict.PASS);
    assertThat(engine.notes()).contains("not judged for want of data: panics");
  }

  @Test
  void aFewPanicsInTheCanaryAloneHoldThePassBack() {
    for (int w = 0; w < 120; w++) {
      windows
          .baseline(1, process(5000, 1.0).count(Signal.PANICS, 0))
          .canary(2, process(5000, 1.0).count(Signal.PANICS, w % 30 == 0 ? 1 : 0));
      engine.accept(windows.next());
    }

    assertThat(result(LATENCY).verdict()).isEqualTo(Verdict.PASS);
    assertThat(result(Signal.PANICS).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(engine.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void panicsThatOnlyTheCanaryHasAreARegression() {
    for (int w = 0; w < 30; w++) {
      windows
          .baseline(1, new Process().count(Signal.PANICS, 0))
          .canary(2, new Process().count(Signal.PANICS, 3));
      engine.accept(windows.next());
    }

    Change rate = Judged.change(result(Signal.PANICS), "rate");
    assertThat(rate.ratio()).isInfinite();
    assertThat(rate.high()).isInfinite();
    assertThat(rate.low()).isGreaterThan(1.03);
    assertThat(engine.verdict()).isEqualTo(Verdict.REGRESSION);
  }

  @Test
  void countsAreComparedPerRequestWhateverTheSplitOfTraffic() {
    for (int w = 0; w < 120; w++) {
      windows
          .baseline(1, new Process().count(Signal.GOROUTINE_CREATED, 9000).exposure(9000, 9))
          .canary(2, new Process().count(Signal.GOROUTINE_CREATED, 1000).exposure(1000, 1));
      engine.accept(windows.next());
    }

    Change rate = Judged.change(result(Signal.GOROUTINE_CREATED), "rate");
    assertThat(rate.ratio()).isEqualTo(1);
    assertThat(rate.verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void aRestartOfTheCanaryWithSlowFirstWindowsRaisesNoAlarm() {
    for (int w = 0; w < 120; w++) {
      boolean cold = w >= 60 && w < 62;
      windows
          .baseline(1, process(2000, 1.0))
          .canary(w < 60 ? 2 : 3, process(2000, cold ? 5.0 : 1.0));
      engine.accept(windows.next());
      assertThat(engine.verdict()).isNotEqualTo(Verdict.REGRESSION);
    }

    assertThat(result(LATENCY).verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void oneProcessASideIsSaidToBeConfounded() {
    acceptLatencies(100, 1, 100, 1);

    assertThat(engine.notes()).contains("version and process are confounded");
  }

  @Test
  void differencesBelowTheResolutionAreNotCalledAPass() {
    Resolution halfAMillisecond = new Resolution(500_000, 500_000);
    engine.measuredBy(Map.of(LATENCY, new Instrument(halfAMillisecond, List.of(), false)));
    for (int w = 0; w < 40; w++) {
      windows.baseline(1, process(5000, 1)).canary(2, process(5000, 1.1));
      engine.accept(windows.next());
    }

    assertThat(result(LATENCY).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result(LATENCY).note()).contains("below resolution");
  }

  @Test
  void quantilesBeyondTheLongestSpanSeenAreNoNumbersAndDecideNothing() {
    long[] ended = new long[90];
    long[] cut = new long[10];
    Arrays.fill(ended, 1_000_000);
    Arrays.fill(cut, 5_000_000);
    Process parks =
        new Process().values(Signal.PARK_LATENCY, ended).cutOff(Signal.PARK_LATENCY, cut);
    for (int w = 0; w < 40; w++) {
      engine.accept(windows.baseline(1, parks).canary(2, parks).next());
    }

    SignalResult result = result(Signal.PARK_LATENCY);
    GroupSummary.Distribution baseline = (GroupSummary.Distribution) result.baseline();
    assertThat(baseline.quantiles()).containsOnlyKeys(0.5);
    assertThat(baseline.longerThan()).containsOnlyKeys(0.95, 0.99, 1.0);
    assertThat(baseline.longerThan().get(0.95)).isBetween(0.0045, 0.0051);
    assertThat(Judged.change(result, "p99").verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(Judged.change(result, "p99").ratio()).isNaN();
    assertThat(result.note().orElseThrow()).contains("p99: beyond window length");
  }

  @Test
  void aSignalThatCannotBeMeasuredSaysWhyAndHoldsNothingBack() {
    String why = "not measured: the binary has no runtime.Goexit";
    engine.measuredBy(Map.of(Signal.GOEXITS, new Instrument(Resolution.EXACT, List.of(why), true)));
    for (int w = 0; w < 40; w++) {
      windows.baseline(1, process(5000, 1)).canary(2, process(5000, 1));
      engine.accept(windows.next());
    }

    assertThat(result(Signal.GOEXITS).note()).contains("no events; " + why);
    assertThat(result(Signal.GOEXITS).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(engine.verdict()).isEqualTo(Verdict.PASS);
    assertThat(String.join(" ", engine.notes())).doesNotContain("goexits");
  }

  @Test
  void aLeakIsARegressionOfTheSlope() {
    for (int w = 0; w < 120; w++) {
      windows
          .baseline(1, new Process().level(Signal.GOROUTINE_LIVE, noisy(1000)))
          .canary(2, new Process().level(Signal.GOROUTINE_LIVE, noisy(1000 + 3 * w)));
      engine.accept(windows.next());
    }

    assertThat(Judged.change(result(Signal.GOROUTINE_LIVE), "slope").verdict())
        .isEqualTo(Verdict.REGRESSION);
  }

  @Test
  void aThreadMoreInOneProcessIsNeitherGrowthNorListedAsChanged() {
    Signal threads = Signal.PROCESS_THREADS;
    for (int w = 0; w < 60; w++) {
      windows
          .baseline(1, new Process().level(threads, 9))
          .baseline(2, new Process().level(threads, 9))
          .canary(11, new Process().level(threads, 9))
          .canary(12, new Process().level(threads, w < 12 ? 9 : 10));
      engine.accept(windows.next());
    }

    assertThat(engine.changes().series()).isEmpty();
    assertThat(Judged.change(result(threads), "slope").verdict()).isNotEqualTo(Verdict.REGRESSION);
  }

  @Test
  void aLevelThatMovedInOneStepIsNotListedAsGrowingWithOneProcessEither() {
    Signal memory = Signal.HEAP_LIVE_BYTES;
    for (int w = 0; w < 60; w++) {
      windows
          .baseline(1, new Process().level(memory, 3e6))
          .canary(2, new Process().level(memory, w < 20 ? 3e6 : 3.02e6));
      engine.accept(windows.next());
    }

    assertThat(engine.changes().series()).isEmpty();
  }

  @Test
  void aLeakInEveryProcessIsARegressionAndListedAsChanged() {
    Signal goroutines = Signal.GOROUTINE_LIVE;
    for (int w = 0; w < 60; w++) {
      for (int i = 0; i < 3; i++) {
        windows
            .baseline(1 + i, new Process().level(goroutines, noisy(100)))
            .canary(11 + i, new Process().level(goroutines, noisy(100 + 4 * w)));
      }
      engine.accept(windows.next());
    }

    assertThat(Judged.change(result(goroutines), "slope").verdict()).isEqualTo(Verdict.REGRESSION);
    assertThat(engine.changes().series()).containsExactly(Series.whole(goroutines));
  }

  @Test
  void figuresPerRequestAreOfTheTimeInWhichRequestsWereKnown() {
    Signal bytes = Signal.ALLOC_BYTES;
    for (int w = 0; w < 30; w++) {
      double requests = w < 10 ? 0 : 100;
      windows
          .baseline(1, new Process().count(bytes, 5000).exposure(requests, 1))
          .canary(2, new Process().count(bytes, 5000).exposure(requests, 1))
          .canary(3, new Process().count(bytes, 7000).exposure(w < 20 ? 0 : 100, 1));
      engine.accept(windows.next());
    }

    GroupSummary.Count baseline = (GroupSummary.Count) result(bytes).baseline();
    GroupSummary.Count canary = (GroupSummary.Count) result(bytes).canary();
    assertThat(baseline.perRequest()).isEqualTo(50);
    assertThat(canary.perRequest()).isEqualTo((20 * 5000 + 10 * 7000) / 3000.0);
    assertThat(baseline.count()).isEqualTo(150_000);
  }

  @Test
  void disabledSignalsAreNotShown() {
    SignalSettings off = new SignalSettings(0.03, LATENCY.worse(), false);
    ComparisonEngine without =
        new ComparisonEngine(new EngineSettings(0.01, 120, Map.of(LATENCY, off)));
    windows.baseline(1, process(10, 1)).canary(2, process(10, 1));
    without.accept(windows.next());

    assertThat(without.signals()).isEmpty();
    assertThat(without.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
  }

  private double noisy(double value) {
    return value * Math.exp(0.01 * random.nextGaussian());
  }

  private void acceptLatencies(int n, double factor, int m, double canaryFactor) {
    windows.baseline(1, process(n, factor)).canary(2, process(m, canaryFactor));
    engine.accept(windows.next());
  }

  private Process process(int n, double factor) {
    long[] values = new long[n];
    Arrays.setAll(values, i -> Math.round(1e6 * factor * Math.exp(0.5 * random.nextGaussian())));
    return new Process().values(LATENCY, values);
  }

  private SignalResult result(Signal signal) {
    return Judged.signal(engine, signal);
  }
}
