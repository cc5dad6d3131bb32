package io.graydiff.collect;

import static org.assertj.core.api.Assertions.assertThat;

import io.graydiff.fixture.NeedsRoot;
import io.graydiff.gobinary.Placement;
import io.graydiff.gobinary.Site;
import io.graydiff.kernel.KernelAbi;
import io.graydiff.kernel.ProgramSites;
import io.graydiff.kernel.UprobeLink;
import io.graydiff.probe.PlannedProbe;
import io.graydiff.probe.ProbeKind;
import io.graydiff.probe.SignalPlan;
import io.graydiff.signal.Signal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@NeedsRoot
class CalibrationIT {

  /** What comes behind the begin program is part of the span, what comes behind the end is not. */
  @Test
  void anEmptySpanTakesAsMuchAsItsBeginningCosts() throws Exception {
    try (KernelProbes kernel = KernelProbes.load(KernelProbes.Capacity.USUAL)) {
      Calibration calibrated = ProbeCalibration.measure(kernel);
      SpanFloors floors = calibrated.floors();
      System.out.println(calibrated);
      assertThat(calibrated.hit().trap().dearNanos())
          .isGreaterThan(calibrated.hit().trap().cheapNanos());
      assertThat(floors.cheap().nanos()).isPositive();
      assertThat(floors.dearBegin().nanos()).isGreaterThan(floors.cheap().nanos());
      assertThat(floors.dear().nanos()).isGreaterThan(floors.dearEnd().nanos());
    }
  }

  /** The measurement that is wrong here counts until two others were taken. */
  @Test
  void whatATrapCostsIsMeasuredAnewAndTheDearerOfTheLastTwoCounts() throws Exception {
    double impossible = 1e9;
    Calibration wrong =
        new Calibration(
            new ProbeCost(TrapCost.constant(impossible, impossible), 0, 0), SpanFloors.NONE);
    try (KernelProbes kernel = KernelProbes.load(KernelProbes.Capacity.USUAL);
        Observer observer = new Observer(kernel, 0, SpanFloors.NONE);
        CostAccount account = new CostAccount(kernel, observer, wrong.hit(), () -> 0)) {
      try (Recalibration anew =
          new Recalibration(kernel.attacher(), wrong, account, Duration.ofMillis(50))) {
        for (int i = 0; i < 600 && charged(account) == impossible; i++) {
          Thread.sleep(50);
        }
      }
      assertThat(charged(account)).isBetween(10.0, 1e6);
    }
  }

  private static double charged(CostAccount account) {
    account.update(new GovernorReport(Map.of(), Map.of(), Map.of()));
    return account.hitCost().mean(ProbeKind.GC);
  }

  @Test
  void hitsAtDearSitesAreCountedApartWhereTheKernelCanTell() throws Exception {
    try (KernelProbes kernel = KernelProbes.load(KernelProbes.Capacity.USUAL);
        CalibrationHelper helper = CalibrationHelper.start()) {
      long dear = kernel.countsDearHits() ? KernelAbi.GD_COOKIE_DEAR : 0;
      ProgramSites ends =
          new ProgramSites(
              "alloc_latency_end",
              new long[] {helper.site("GDEND::1"), helper.site("GDEND::2")},
              new long[] {0, dear});
      try (UprobeLink link = kernel.attacher().uprobes(helper.path(), List.of(ends)).attach()) {
        helper.run('1');
        helper.run('2');
      }
      long each = CalibrationHelper.ROUNDS;
      assertThat(kernel.hits(ProbeKind.ALLOC_LATENCY)).isEqualTo(2 * each);
      assertThat(kernel.dearHits(ProbeKind.ALLOC_LATENCY)).isEqualTo(dear == 0 ? 0 : each);
    }
  }

  @Test
  void whereEndsAreOfBothPlacementsTheFloorIsTheirMeanAndTheDifferenceStaysOpen() {
    SpanFloors floors =
        new SpanFloors(
            new SpanFloor(700, 30),
            new SpanFloor(900, 50),
            new SpanFloor(10_000, 500),
            new SpanFloor(10_100, 600));
    assertThat(floors.of(plan(Placement.CHEAP, Placement.CHEAP, Placement.DEAR)))
        .isEqualTo(new SpanFloor(800, 250));
    assertThat(floors.of(plan(Placement.DEAR, Placement.CHEAP)))
        .isEqualTo(new SpanFloor(10_000, 500));
  }

  private static SignalPlan plan(Placement begin, Placement... ends) {
    return new SignalPlan(
        Signal.ALLOC_LATENCY,
        List.of(
            new PlannedProbe("alloc_latency_begin", ProbeKind.ALLOC_LATENCY, List.of(site(begin))),
            new PlannedProbe(
                "alloc_latency_end",
                ProbeKind.ALLOC_LATENCY,
                Arrays.stream(ends).map(CalibrationIT::site).toList())),
        Optional.empty(),
        List.of());
  }

  private static Site site(Placement placement) {
    return new Site("f", 1, 1, placement, false, Optional.empty(), "nop", "test");
  }
}
