package io.graydiff.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.graydiff.compare.WindowBuilder.Process;
import io.graydiff.signal.Signal;
import io.graydiff.window.Series;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What one process of several does is no change of the version, nor is what comes of its load. */
class BetweenProcessesTest {
  private static final Signal LATENCY = Signal.HTTP_REQUEST_LATENCY;

  private final Random random = new Random(7);
  private final WindowBuilder windows = new WindowBuilder();
  private final ComparisonEngine engine =
      new ComparisonEngine(new EngineSettings(0.01, 120, Map.of()));

  @Test
  void differencesBetweenProcessesOfOneGroupAreNotTakenForDifferencesOfVersions() {
    double[] baselineFactors = {0.8, 1.0, 1.2};
    double[] canaryFactors = {0.8, 1.1, 1.5};
    for (int w = 0; w < 60; w++) {
      for (int i = 0; i < 3; i++) {
        windows
            .baseline(1 + i, process(1000, baselineFactors[i]))
            .canary(11 + i, process(1000, canaryFactors[i]));
      }
      engine.accept(windows.next());
    }

    assertThat(Judged.change(result(LATENCY), "mean").low()).isGreaterThan(1.03);
    assertThat(result(LATENCY).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result(LATENCY).note().orElseThrow()).contains("processes differ");
  }

  @Test
  void oneProcessOfSeveralThatAllocatesMoreIsNotTakenForTheVersion() {
    Signal created = Signal.GOROUTINE_CREATED;
    for (int w = 0; w < 60; w++) {
      windows
          .baseline(1, new Process().count(created, 1000).exposure(1000, 1))
          .baseline(2, new Process().count(created, 1010).exposure(1000, 1))
          .canary(11, new Process().count(created, 1000).exposure(1000, 1))
          .canary(12, new Process().count(created, 1500).exposure(1000, 1));
      engine.accept(windows.next());
    }

    assertThat(Judged.change(result(created), "rate").low()).isGreaterThan(1.03);
    assertThat(result(created).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(engine.changes().series()).isEmpty();
  }

  @Test
  void processesThatAllCreateMoreAreARegressionAndInTheListOfChanges() {
    Signal created = Signal.GOROUTINE_CREATED;
    for (int w = 0; w < 60; w++) {
      for (int i = 0; i < 3; i++) {
        windows
            .baseline(1 + i, new Process().count(created, 1000 + i).exposure(1000, 1))
            .canary(11 + i, new Process().count(created, 1100 + i).exposure(1000, 1));
      }
      engine.accept(windows.next());
    }

    assertThat(result(created).verdict()).isEqualTo(Verdict.REGRESSION);
    assertThat(engine.changes().series()).containsExactly(Series.whole(created));
  }

  @Test
  void memoryOfOneProcessThatUsesMoreIsNotTakenForTheVersionAndOfSeveralIs() {
    Signal memory = Signal.PROCESS_RESIDENT_BYTES;
    ComparisonEngine several = new ComparisonEngine(new EngineSettings(0.01, 120, Map.of()));
    WindowBuilder more = new WindowBuilder();
    for (int w = 0; w < 60; w++) {
      windows
          .baseline(1, new Process().level(memory, noisy(1e6)))
          .canary(2, new Process().level(memory, noisy(1.4e6)));
      engine.accept(windows.next());
      for (int i = 0; i < 3; i++) {
        more.baseline(1 + i, new Process().level(memory, noisy(1e6)))
            .canary(11 + i, new Process().level(memory, noisy(1.4e6)));
      }
      several.accept(more.next());
    }

    assertThat(Judged.change(result(memory), "level").verdict()).isNotEqualTo(Verdict.REGRESSION);
    assertThat(several.verdict()).isEqualTo(Verdict.REGRESSION);
  }

  @Test
  void aFewDescriptorsOrThreadsMoreAreChance() {
    for (int w = 0; w < 60; w++) {
      for (int i = 0; i < 2; i++) {
        windows
            .baseline(
                1 + i, new Process().level(Signal.PROCESS_FDS, 14).level(Signal.PROCESS_THREADS, 8))
            .canary(
                11 + i,
                new Process()
                    .level(Signal.PROCESS_FDS, 17)
                    .level(Signal.PROCESS_THREADS, 8 + w / 20));
      }
      engine.accept(windows.next());
    }

    assertThat(Judged.change(result(Signal.PROCESS_FDS), "level").low()).isGreaterThan(1.1);
    assertThat(result(Signal.PROCESS_FDS).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(Judged.change(result(Signal.PROCESS_THREADS), "slope").verdict())
        .isNotEqualTo(Verdict.REGRESSION);
  }

  @Test
  void manyDescriptorsMoreAreARegression() {
    for (int w = 0; w < 60; w++) {
      for (int i = 0; i < 2; i++) {
        windows
            .baseline(1 + i, new Process().level(Signal.PROCESS_FDS, 14 + i))
            .canary(11 + i, new Process().level(Signal.PROCESS_FDS, 140 + 10 * i));
      }
      engine.accept(windows.next());
    }

    assertThat(result(Signal.PROCESS_FDS).verdict()).isEqualTo(Verdict.REGRESSION);
  }

  @Test
  void memoryIsNotComparedBetweenProcessesUnderUnequalLoad() {
    Signal memory = Signal.PROCESS_RESIDENT_BYTES;
    for (int w = 0; w < 60; w++) {
      for (int i = 0; i < 3; i++) {
        windows
            .baseline(1 + i, new Process().level(memory, noisy(1e6)).exposure(900, 1))
            .canary(11 + i, new Process().level(memory, noisy(2e6)).exposure(100, 1));
      }
      engine.accept(windows.next());
    }

    assertThat(Judged.change(result(memory), "level").low()).isGreaterThan(1.1);
    assertThat(result(memory).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result(memory).note().orElseThrow()).contains("not under the same load");
  }

  @Test
  void whatAProcessDoesBesideItsRequestsIsNoRegressionUnderUnequalLoad() {
    judgeUnequalLoad(Signal.ALLOC_OBJECTS, 1_100, 200);

    assertThat(Judged.change(result(Signal.ALLOC_OBJECTS), "rate").low()).isGreaterThan(1.03);
    assertThat(result(Signal.ALLOC_OBJECTS).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result(Signal.ALLOC_OBJECTS).note().orElseThrow())
        .contains("not under the same load");
  }

  @Test
  void aRegressionBeyondTheFactorInTheLoadsStands() {
    judgeUnequalLoad(Signal.ALLOC_OBJECTS, 1_000, 2_000);

    assertThat(result(Signal.ALLOC_OBJECTS).verdict()).isEqualTo(Verdict.REGRESSION);
  }

  @Test
  void whatComesOfRequestsAloneIsJudgedUnderUnequalLoad() {
    judgeUnequalLoad(Signal.PANICS, 90, 30);

    assertThat(result(Signal.PANICS).verdict()).isEqualTo(Verdict.REGRESSION);
  }

  private void judgeUnequalLoad(Signal signal, double baseline, double canary) {
    for (int w = 0; w < 60; w++) {
      for (int i = 0; i < 3; i++) {
        windows
            .baseline(1 + i, new Process().count(signal, baseline).exposure(900, 1))
            .canary(11 + i, new Process().count(signal, canary).exposure(100, 1));
      }
      engine.accept(windows.next());
    }
  }

  @Test
  void memoryOfOneProcessThatTriplesIsARegression() {
    Signal memory = Signal.PROCESS_RESIDENT_BYTES;
    for (int w = 0; w < 60; w++) {
      windows
          .baseline(1, new Process().level(memory, noisy(1e6)))
          .canary(2, new Process().level(memory, noisy(3e6)));
      engine.accept(windows.next());
    }

    assertThat(Judged.change(result(memory), "level").verdict()).isEqualTo(Verdict.REGRESSION);
  }

  private double noisy(double value) {
    return value * Math.exp(0.01 * random.nextGaussian());
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
