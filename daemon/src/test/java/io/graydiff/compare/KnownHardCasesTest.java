package io.graydiff.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.graydiff.compare.WindowBuilder.Process;
import io.graydiff.signal.Signal;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Cases that users reported against Kayenta, a judge of canaries by Mann-Whitney tests. */
class KnownHardCasesTest {
  private static final Signal LATENCY = Signal.HTTP_REQUEST_LATENCY;

  private final Random random = new Random(21);
  private final WindowBuilder windows = new WindowBuilder();
  private final ComparisonEngine engine =
      new ComparisonEngine(new EngineSettings(0.01, 40, Map.of()));

  @Test
  void sevenOfTenPointsAtAHundredTimesAreARegression_kayenta780() {
    for (int w = 0; w < 40; w++) {
      accept(w % 10 < 7 ? 100 : 1);
    }

    assertThat(engine.verdict()).isEqualTo(Verdict.REGRESSION);
  }

  @Test
  void sixHundredAndFiftyPercentMoreIsARegression_kayenta633() {
    for (int w = 0; w < 20; w++) {
      accept(7.5);
    }

    assertThat(engine.verdict()).isEqualTo(Verdict.REGRESSION);
  }

  @Test
  void sparseErrorsInTheCanaryAloneDoNotPass_kayenta426() {
    for (int w = 0; w < 40; w++) {
      windows
          .baseline(1, process(1).count(Signal.PANICS, 0))
          .canary(2, process(1).count(Signal.PANICS, w % 9 == 0 ? 1 : 0));
      engine.accept(windows.next());
    }

    assertThat(engine.verdict()).isNotEqualTo(Verdict.PASS);
  }

  private void accept(double canaryFactor) {
    windows.baseline(1, process(1)).canary(2, process(canaryFactor));
    engine.accept(windows.next());
  }

  private Process process(double factor) {
    return new Process()
        .values(
            LATENCY,
            random.doubles(5000).mapToLong(u -> Math.round(factor * 1e6 * (0.5 + u))).toArray());
  }
}
