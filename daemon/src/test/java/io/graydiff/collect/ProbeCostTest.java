package io.graydiff.collect;

import static io.graydiff.gobinary.Placement.CHEAP;
import static io.graydiff.gobinary.Placement.DEAR;
import static org.assertj.core.api.Assertions.assertThat;

import io.graydiff.probe.ProbeKind;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ProbeCostTest {
  private final ProbeCost cost = new ProbeCost(new TrapCost(500, 5_800), 200, 260);

  @Test
  void untilItsProgramsWereTimedASpanCostsWhatTheCalibrationsDoes() {
    assertThat(cost.nanos(ProbeKind.ALLOC_SIZE, CHEAP, OptionalDouble.empty())).isEqualTo(700);
    assertThat(cost.nanos(ProbeKind.HTTP, DEAR, OptionalDouble.empty())).isEqualTo(6_060);
  }

  @Test
  void aProgramThatRunsLongerThanTheCalibrationsCostsSoMuchMore() {
    assertThat(cost.nanos(ProbeKind.HTTP, CHEAP, OptionalDouble.of(500))).isEqualTo(1_000);
    assertThat(cost.nanos(ProbeKind.HTTP, DEAR, OptionalDouble.of(500))).isEqualTo(6_300);
    assertThat(cost.nanos(ProbeKind.ALLOC_LATENCY, CHEAP, OptionalDouble.of(150))).isEqualTo(650);
  }

  @Test
  void aSampledStackIsPartOfTheRunThatSamplesIt() {
    assertThat(cost.nanos(ProbeKind.ALLOC_STACK, CHEAP, OptionalDouble.empty())).isEqualTo(700);
    assertThat(cost.nanos(ProbeKind.ALLOC_STACK, CHEAP, OptionalDouble.of(250))).isZero();
  }

  @Test
  void fewTimedRunsSayNothingOfTheMean() {
    assertThat(new RunTime(10_000, 29).mean()).isEmpty();
    assertThat(new RunTime(10_000, 40).since(new RunTime(1_000, 10)).mean()).hasValue(300);
  }
}
