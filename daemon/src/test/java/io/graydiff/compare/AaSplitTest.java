package io.graydiff.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.graydiff.compare.WindowBuilder.Process;
import io.graydiff.signal.Signal;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AaSplitTest {
  private static final int WINDOWS = 30;

  private final Random random = new Random(3);
  private final WindowBuilder windows = new WindowBuilder();
  private final AaSplit split = new AaSplit(new EngineSettings(0.01, WINDOWS, Map.of()));

  @Test
  void oneProcessMakesNoTrial() {
    for (int w = 0; w < 2 * WINDOWS; w++) {
      windows.baseline(1, panics(1)).canary(9, panics(1));
      split.accept(windows.next());
    }

    assertThat(split.trials()).isZero();
  }

  @Test
  void halvesThatAreAlikeEndTheirTrialsWithoutAlarm() {
    for (int w = 0; w < 3 * WINDOWS; w++) {
      windows.baseline(1, panics(1)).baseline(2, panics(1)).canary(9, panics(50));
      split.accept(windows.next());
    }

    assertThat(split.trials()).isEqualTo(3);
    assertThat(split.alarms()).isZero();
  }

  @Test
  void aProcessThatBehavesUnlikeItsPeersRaisesAlarmsAndBeginsNewTrials() {
    for (int w = 0; w < 3 * WINDOWS; w++) {
      windows.baseline(1, panics(1)).baseline(2, panics(20)).canary(9, panics(1));
      split.accept(windows.next());
    }

    assertThat(split.alarms()).isEqualTo(split.trials()).isGreaterThan(3);
  }

  @Test
  void theTrialGoesOnFromItsSavedState() {
    AaSplit resumed = new AaSplit(new EngineSettings(0.01, WINDOWS, Map.of()));
    for (int w = 0; w < 2 * WINDOWS; w++) {
      windows.baseline(1, panics(1)).baseline(2, panics(1)).canary(9, panics(1));
      resumed.accept(windows.next());
      resumed = AaSplit.resume(new EngineSettings(0.01, WINDOWS, Map.of()), resumed.state());
    }

    assertThat(resumed.trials()).isEqualTo(2);
  }

  private Process panics(double mean) {
    long count = Math.round(Math.max(0, mean + Math.sqrt(mean) * random.nextGaussian()));
    return new Process().count(Signal.PANICS, count);
  }
}
