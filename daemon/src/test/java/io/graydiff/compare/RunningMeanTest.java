package io.graydiff.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RunningMeanTest {
  @Property(tries = 100)
  void theAutocorrelationIsTheOneOfTwoPassesOverAllValues(
      @ForAll @IntRange(min = 5, max = 200) int count,
      @ForAll @DoubleRange(min = -0.9, max = 0.95) double memory,
      @ForAll long seed) {
    double[] values = drifting(new Random(seed), count, memory);
    double mean = Arrays.stream(values).average().orElseThrow();
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    Autocorrelation state = Autocorrelation.EMPTY;
    for (double v : values) {
      state = state.plus(v);
    }

    double expected = varianceFactor(values, mean, squares);
    assertThat(state.varianceFactor(values.length, mean, squares))
        .isCloseTo(expected, within(1e-6 * expected));
  }

  @Property(tries = 50)
  void theMeanIsThatOfTheValuesWhenNoneIsAnOutlier(
      @ForAll @IntRange(min = 1, max = 200) int count, @ForAll long seed) {
    // Of two heaps of equal size neither is ever an outlier; of evenly spread values one can be.
    double[] values = new Random(seed).doubles(count, 5, 5.5).toArray();
    Arrays.setAll(values, i -> values[i] + i % 2);

    assertThat(of(values).estimate())
        .isCloseTo(Arrays.stream(values).average().orElseThrow(), within(1e-9));
  }

  @Property(tries = 50)
  void oppositeValuesHaveOppositeMeansAndTheSameDeviation(@ForAll long seed) {
    double[] values = new Random(seed).doubles(100, -1, 1).toArray();
    RunningMean mean = of(values);
    RunningMean opposite = of(Arrays.stream(values).map(v -> -v).toArray());

    assertThat(opposite.estimate()).isCloseTo(-mean.estimate(), within(1e-12));
    assertThat(opposite.longRunDeviation()).isCloseTo(mean.longRunDeviation(), within(1e-9));
  }

  @Test
  void whatMovesOnceAfterStandingStillIsNotPulledBackToWhereItStood() {
    double[] values = new double[60];
    Arrays.fill(values, 0, 20, 0.1 + 0.2);
    Arrays.fill(values, 20, 60, 0.6);
    values[3] = 0.3;

    assertThat(of(values).estimate()).isCloseTo(0.5, within(1e-6));
  }

  @Test
  void slowDriftMakesTheDeviationOfTheMeanLarger() {
    double[] values = drifting(new Random(5), 400, 0.9);
    double plain = Math.sqrt(Arrays.stream(values).map(v -> v * v).sum() / values.length);

    assertThat(of(values).longRunDeviation() / plain).isBetween(3.0, 8.0);
  }

  @Test
  void oneWildValueMovesTheMeanLittle() {
    double[] values = new Random(6).doubles(200, -1, 1).toArray();
    double[] wild = values.clone();
    wild[100] = 1000;

    assertThat(of(wild).estimate()).isCloseTo(of(values).estimate(), within(0.05));
  }

  @Test
  void aLastingChangeIsFollowed() {
    double[] values = new Random(6).doubles(400, -1, 1).toArray();
    for (int i = 100; i < values.length; i++) {
      values[i] += 20;
    }

    assertThat(of(values).estimate()).isGreaterThan(10);
  }

  private static double[] drifting(Random random, int count, double memory) {
    double[] values = new double[count];
    values[0] = random.nextGaussian();
    for (int i = 1; i < count; i++) {
      values[i] = memory * values[i - 1] + random.nextGaussian();
    }
    return values;
  }

  private static RunningMean of(double[] values) {
    RunningMean state = RunningMean.EMPTY;
    for (double v : values) {
      state = state.plus(v);
    }
    return state;
  }

  private static double varianceFactor(double[] values, double mean, double squares) {
    double[] r = new double[4];
    for (int k = 1; k <= 3; k++) {
      for (int i = k; i < values.length; i++) {
        r[k] += (values[i] - mean) * (values[i - k] - mean) / squares;
      }
    }
    double bias = (1 + 3 * r[1]) / values.length;
    double a = Math.min(Math.max(r[1] + bias, 0), 0.97);
    double first = (1 + a) / (1 - a);
    if (a <= 1.5 / Math.sqrt(values.length)) {
      return first;
    }
    double b = Math.max(0, r[2] + bias);
    double c = Math.max(0, r[3] + bias);
    double phi = Math.min(Math.max((a * b + b * c) / (a * a + b * b), a), 0.97);
    return Math.max(first, 1 + 2 * a / (1 - phi));
  }
}
