package io.graydiff.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.graydiff.signal.Worse;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class GrowthTest {
  private static final double HORIZON = 120;
  private static final Levels LEVELS = new Levels(0.005, 0.01);

  private final Random random = new Random(4);

  @Test
  void theFactorIsTheGrowthOverThePlannedWindows() {
    Growth growth = over(100, w -> 0.002 * w);

    assertThat(growth.factor(HORIZON)).isCloseTo(Math.exp(0.24), within(1e-9));
  }

  @Test
  void aLeakLastsAndIsBeyondTheTolerance() {
    Growth growth = over(120, w -> 0.003 * w + 0.01 * random.nextGaussian());

    assertThat(growth.lasts()).isTrue();
    assertThat(growth.bounds(LEVELS, HORIZON).verdict(0.1, Worse.HIGHER))
        .isEqualTo(Verdict.REGRESSION);
  }

  @Test
  void aCacheThatFillsUpDoesNotLast() {
    Growth growth = over(120, w -> -0.5 * Math.exp(-w / 10.0) + 0.002 * random.nextGaussian());

    assertThat(growth.factor(HORIZON)).isGreaterThan(1.1);
    assertThat(growth.lasts()).isFalse();
  }

  @Test
  void aSteadyLevelPasses() {
    Growth growth = over(120, w -> 0.01 * random.nextGaussian());

    assertThat(growth.bounds(LEVELS, HORIZON).verdict(0.1, Worse.HIGHER)).isEqualTo(Verdict.PASS);
  }

  private static Growth over(int windows, IntToDoubleFunction logRatio) {
    Growth growth = Growth.EMPTY;
    for (int w = 0; w < windows; w++) {
      growth = growth.plus(w, logRatio.applyAsDouble(w));
    }
    return growth;
  }
}
