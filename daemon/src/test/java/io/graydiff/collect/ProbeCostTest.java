package io.graydiff.collect;

import static io.graydiff.gobinary.Placement.CHEAP;
import static io.graydiff.gobinary.Placement.DEAR;
import static org.assertj.core.api.Assertions.assertThat;

import io.graydiff.probe.ProbeKind;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ProbeCostTest {
  private static final double APART = 1e6;

  private final ProbeCost cost = new ProbeCost(TrapCost.constant(500, 5_800), 200, 260);

  @Test
  void untilItsProgramsWereTimedASpanCostsWhatTheCalibrationsDoes() {
    assertThat(cost.nanos(ProbeKind.ALLOC_SIZE, CHEAP, APART, OptionalDouble.empty()))
        .isEqualTo(700);
    assertThat(cost.nanos(ProbeKind.HTTP, DEAR, APART, OptionalDouble.empty())).isEqualTo(6_060);
  }

  @Test
  void aProgramThatRunsLongerThanTheCalibrationsCostsSoMuchMore() {
    assertThat(cost.nanos(ProbeKind.HTTP, CHEAP, APART, OptionalDouble.of(500))).isEqualTo(1_000);
    assertThat(cost.nanos(ProbeKind.HTTP, DEAR, APART, OptionalDouble.of(500))).isEqualTo(6_300);
    assertThat(cost.nanos(ProbeKind.ALLOC_LATENCY, CHEAP, APART, OptionalDouble.of(150)))
        .isEqualTo(650);
  }

  @Test
  void hitsThatComeCloseUponEachOtherCostLess() {
    TrapCost trap = new TrapCost(1_600, 16_000, 700, 9_700);
    assertThat(trap.nanos(CHEAP, Double.POSITIVE_INFINITY)).isEqualTo(1_600);
    assertThat(trap.nanos(CHEAP, 5_000)).isEqualTo(1_150);
    assertThat(trap.nanos(DEAR, 0)).isEqualTo(9_700);
  }

  @Test
  void aSampledStackIsPartOfTheRunThatSamplesIt() {
    assertThat(cost.nanos(ProbeKind.ALLOC_STACK, CHEAP, APART, OptionalDouble.empty()))
        .isEqualTo(700);
    assertThat(cost.nanos(ProbeKind.ALLOC_STACK, CHEAP, APART, OptionalDouble.of(250))).isZero();
  }

  @Test
  void fewTimedRunsSayNothingOfTheMean() {
    assertThat(new RunTime(10_000, 29).mean()).isEmpty();
    assertThat(new RunTime(10_000, 40).since(new RunTime(1_000, 10)).mean()).hasValue(300);
  }
}
