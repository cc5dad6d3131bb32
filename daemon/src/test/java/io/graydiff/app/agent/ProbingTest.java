package io.graydiff.app.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.graydiff.collect.SpanFloor;
import io.graydiff.compare.Instrument;
import io.graydiff.compare.Resolution;
import io.graydiff.gobinary.Placement;
import io.graydiff.gobinary.Site;
import io.graydiff.probe.PlannedProbe;
import io.graydiff.probe.ProbeKind;
import io.graydiff.probe.SignalPlan;
import io.graydiff.signal.Signal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProbingTest {
  private static final SpanFloor CHEAP = new SpanFloor(700, 30);
  private static final SpanFloor DEAR = new SpanFloor(10_000, 600);

  @Test
  void groupsProbedAlikeNeedNoWordButTheirFloorsHideDifferences() {
    Probing cheap = new Probing(List.of(plan(Placement.CHEAP)), List.of(CHEAP));

    assertThat(cheap.against(cheap))
        .isEqualTo(new Instrument(new Resolution(30, 30), List.of(), false));
  }

  @Test
  void groupsProbedAtPlacesOfOtherPlacementsSaySo() {
    Probing cheap = new Probing(List.of(plan(Placement.CHEAP)), List.of(CHEAP));
    Probing both = new Probing(List.of(plan(Placement.CHEAP, Placement.DEAR)), List.of(DEAR));

    Instrument instrument = cheap.against(both);
    assertThat(instrument.notes())
        .containsExactly(
            "probed at cheap places in the baseline and at cheap and dear ones in the canary, the"
                + " floor of each taken off");
    assertThat(instrument.resolution()).isEqualTo(new Resolution(30, 600));
  }

  @Test
  void whatNoneOfBothHasIsAbsentAndWhatOneLacksIsNot() {
    Probing none = new Probing(List.of(refused()), List.of());
    Probing some = new Probing(List.of(plan(Placement.CHEAP), refused()), List.of());

    assertThat(none.against(none))
        .isEqualTo(new Instrument(Resolution.EXACT, List.of("not measured: no Goexit"), true));
    assertThat(some.against(none).notes()).containsExactly("not measured in the canary: no Goexit");
    assertThat(some.against(none).absent()).isFalse();
  }

  @Test
  void whatNeedsNoProbeIsExact() {
    Probing read = new Probing(List.of(), List.of());

    assertThat(read.against(read)).isEqualTo(Instrument.EXACT);
  }

  private static SignalPlan refused() {
    return new SignalPlan(Signal.GOEXITS, List.of(), Optional.of("no Goexit"), List.of());
  }

  private static SignalPlan plan(Placement... placements) {
    List<Site> sites =
        Arrays.stream(placements)
            .map(p -> new Site("f", 1, 1, p, false, Optional.empty(), "nop", "test"))
            .toList();
    return new SignalPlan(
        Signal.ALLOC_LATENCY,
        List.of(new PlannedProbe("alloc_latency_end", ProbeKind.ALLOC_LATENCY, sites)),
        Optional.empty(),
        List.of());
  }
}
