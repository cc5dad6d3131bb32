package io.graydiff.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.graydiff.compare.WindowBuilder.Process;
import io.graydiff.signal.Signal;
import io.graydiff.signal.Worse;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a pass over all signals takes, and what bars it. */
class PassTest {
  private static final int WINDOWS = 120;
  private static final Signal LATENCY = Signal.HTTP_REQUEST_LATENCY;
  private static final Signal EXPLAINING = Signal.SCHEDULE_LATENCY;

  private final Random random = new Random(3);
  private final WindowBuilder windows = new WindowBuilder();
  private ComparisonEngine engine = engine(Map.of());

  @Test
  void aTailThatIsKnownNotToBeMuchWorseBarsNoPass() {
    for (int w = 0; w < WINDOWS; w++) {
      accept(latencies(400, 1, 0.5), latencies(400, 1, 0.5));
    }

    Change tail = change(LATENCY, "p99");
    assertThat(tail.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(tail.high()).isBetween(1.03, 1.10);
    assertThat(result(LATENCY).note().orElseThrow()).contains("p99: not much worse");
    assertThat(engine.verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void aTenthMoreOfALatencyIsNotPassedAtAnyLook() {
    int passes = 0;
    for (int run = 0; run < 20; run++) {
      engine = engine(Map.of());
      for (int w = 0; w < WINDOWS; w++) {
        accept(latencies(40, 1, 0.5), latencies(40, 1.1, 0.5));
        passes += engine.verdict() == Verdict.PASS ? 1 : 0;
      }
    }

    assertThat(passes).isZero();
  }

  @Test
  void aNoisySignalThatOnlyExplainsBarsNoPass() {
    for (int w = 0; w < WINDOWS; w++) {
      acceptWithNoise(EXPLAINING);
    }

    assertThat(change(EXPLAINING, "p50").high()).isGreaterThan(1.1);
    assertThat(result(EXPLAINING).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(engine.verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void theSameSignalBarsAPassOnceSomebodyHasNamedIt() {
    engine = engine(Map.of(EXPLAINING, new SignalSettings(0.03, Worse.HIGHER, true)));
    for (int w = 0; w < WINDOWS; w++) {
      acceptWithNoise(EXPLAINING);
    }

    assertThat(engine.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(engine.notes())
        .anyMatch(note -> note.startsWith("a pass waits for: schedule.latency p50"));
  }

  @Test
  void aSignalThatOnlyExplainsBarsAPassWhileItLooksLikeARegression() {
    boolean barred = false;
    for (int w = 0; w < WINDOWS && engine.verdict() != Verdict.REGRESSION; w++) {
      accept(
          latencies(4000, 1, 0.5).values(EXPLAINING, values(60, 1, 0.8)),
          latencies(4000, 1, 0.5).values(EXPLAINING, values(60, 1.2, 0.8)));
      barred |=
          engine.notes().stream()
              .anyMatch(n -> n.matches("a pass waits for: schedule.latency p50.*"));
    }

    assertThat(barred).isTrue();
    assertThat(engine.verdict()).isEqualTo(Verdict.REGRESSION);
  }

  @Test
  void aLatencyOfWhichTooLittleIsKnownBarsAPass() {
    for (int w = 0; w < WINDOWS; w++) {
      boolean one = w % 20 == 0;
      accept(
          latencies(one ? 1 : 0, 1, 0.5).count(Signal.ALLOC_BYTES, 1e6).exposure(100, 1),
          latencies(one ? 1 : 0, 1, 0.5).count(Signal.ALLOC_BYTES, 1e6).exposure(100, 1));
    }

    assertThat(result(Signal.ALLOC_BYTES).verdict()).isEqualTo(Verdict.PASS);
    assertThat(engine.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(engine.notes()).contains("a pass waits for: http.request.latency");
  }

  @Test
  void aPassNamesTheTailThatItDoesNotCover() {
    for (int w = 0; w < WINDOWS; w++) {
      accept(latencies(5, 1, 0.02), latencies(5, 1, 0.02));
    }

    assertThat(engine.verdict()).isEqualTo(Verdict.PASS);
    assertThat(result(LATENCY).note().orElseThrow()).contains("p99: too few events to judge");
    assertThat(engine.notes()).contains("not judged for want of data: http.request.latency p99");
  }

  @Test
  void growthThatThePlannedWindowsCannotShowBarsNoPassAndIsNamed() {
    for (int w = 0; w < WINDOWS; w++) {
      accept(
          steady().level(Signal.GOROUTINE_LIVE, few()),
          steady().level(Signal.GOROUTINE_LIVE, few()));
      if (w == WINDOWS / 2 - 2) {
        assertThat(engine.notes())
            .anyMatch(note -> note.matches("a pass waits for: .*goroutine.live slope.*"));
      }
    }

    assertThat(change(Signal.GOROUTINE_LIVE, "slope").high()).isGreaterThan(1.1);
    assertThat(engine.verdict()).isEqualTo(Verdict.PASS);
    assertThat(engine.notes()).contains("not judged for want of data: goroutine.live slope");
  }

  @Test
  void growthThatThePlannedWindowsWillShowBarsAPassUntilTheyDo() {
    for (int w = 0; w < WINDOWS; w++) {
      double grown = 400 * (1 + 0.2 * w / WINDOWS) + random.nextGaussian();
      accept(
          steady().level(Signal.GOROUTINE_LIVE, 400 + random.nextGaussian()),
          steady().level(Signal.GOROUTINE_LIVE, grown));
      assertThat(engine.verdict()).isNotEqualTo(Verdict.PASS);
    }
  }

  private Process steady() {
    return latencies(4000, 1, 0.5);
  }

  private double few() {
    return 40 + 4 * random.nextGaussian();
  }

  @Test
  void aSlowGroupWhoseResponsesAreCutOffMoreOftenDoesNotFailMore() {
    for (int w = 0; w < WINDOWS; w++) {
      accept(
          latencies(1000, 1, 0.5).exposure(1000, 1).count(Signal.HTTP_RESPONSES_2XX, 990),
          latencies(1000, 1, 0.5).exposure(1000, 1).count(Signal.HTTP_RESPONSES_2XX, 900));
    }

    assertThat(result(Signal.HTTP_RESPONSES_2XX).verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void failuresInPlaceOfSuccessesAreARegressionOfBoth() {
    for (int w = 0; w < WINDOWS; w++) {
      accept(
          latencies(1000, 1, 0.5)
              .count(Signal.HTTP_RESPONSES_2XX, 990)
              .count(Signal.HTTP_RESPONSES_5XX, 10),
          latencies(1000, 1, 0.5)
              .count(Signal.HTTP_RESPONSES_2XX, 900)
              .count(Signal.HTTP_RESPONSES_5XX, 100));
    }

    assertThat(result(Signal.HTTP_RESPONSES_2XX).verdict()).isEqualTo(Verdict.REGRESSION);
    assertThat(result(Signal.HTTP_RESPONSES_5XX).verdict()).isEqualTo(Verdict.REGRESSION);
  }

  private void acceptWithNoise(Signal signal) {
    double wild = Math.exp(0.5 * random.nextGaussian());
    accept(
        latencies(4000, 1, 0.5).values(signal, values(50, 1, 0.5)),
        latencies(4000, 1, 0.5).values(signal, values(50, wild, 0.5)));
  }

  private void accept(Process baseline, Process canary) {
    engine.accept(windows.baseline(1, baseline).canary(2, canary).next());
  }

  private Process latencies(int count, double factor, double sigma) {
    return new Process().values(LATENCY, values(count, factor, sigma));
  }

  private long[] values(int count, double factor, double sigma) {
    long[] values = new long[count];
    Arrays.setAll(values, i -> Math.round(1e6 * factor * Math.exp(sigma * random.nextGaussian())));
    return values;
  }

  private SignalResult result(Signal signal) {
    return Judged.signal(engine, signal);
  }

  private Change change(Signal signal, String statistic) {
    return Judged.change(result(signal), statistic);
  }

  private static ComparisonEngine engine(Map<Signal, SignalSettings> settings) {
    return new ComparisonEngine(new EngineSettings(0.01, WINDOWS, settings));
  }
}
