package io.graydiff.collect;

import io.graydiff.gobinary.Placement;
import io.graydiff.probe.AttachPlan;
import io.graydiff.probe.PlannedProbe;
import io.graydiff.probe.SignalPlan;
import io.graydiff.signal.Signal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The floors of spans by the placements of their two ends.
 *
 * @param cheap both ends cheap
 * @param dearEnd the beginning cheap
 * @param dearBegin the end cheap
 * @param dear neither cheap
 */
public record SpanFloors(SpanFloor cheap, SpanFloor dearEnd, SpanFloor dearBegin, SpanFloor dear) {
  /** Nothing is known, so that nothing is taken off. */
  public static final SpanFloors NONE =
      new SpanFloors(SpanFloor.NONE, SpanFloor.NONE, SpanFloor.NONE, SpanFloor.NONE);

  /** The floor between two placements. */
  SpanFloor of(Placement begin, Placement end) {
    if (begin == Placement.CHEAP) {
      return end == Placement.CHEAP ? cheap : dearEnd;
    }
    return end == Placement.CHEAP ? dearBegin : dear;
  }

  /** Spans so short that what the probes add to them matters. */
  private static final Set<Signal> SHORT =
      EnumSet.of(Signal.ALLOC_LATENCY, Signal.GC_ASSIST_LATENCY, Signal.LOCK_WAIT);

  /** The floors of short spans, as a binary is probed. */
  Map<Signal, SpanFloor> of(AttachPlan plan) {
    Map<Signal, SpanFloor> floors = new EnumMap<>(Signal.class);
    for (Signal signal : SHORT) {
      Optional.ofNullable(plan.signals().get(signal)).ifPresent(p -> floors.put(signal, of(p)));
    }
    return floors;
  }

  /**
   * The floor of a signal as its binary is probed. Where sites are of both placements nobody knows
   * which a span has taken: the floor is the mean, and what they differ by adds to the spread.
   */
  SpanFloor of(SignalPlan plan) {
    List<SpanFloor> floors = new ArrayList<>();
    for (Placement begin : placements(plan, "_begin")) {
      for (Placement end : placements(plan, "_end")) {
        floors.add(of(begin, end));
      }
    }
    if (floors.isEmpty()) {
      return SpanFloor.NONE;
    }
    double least = floors.stream().mapToDouble(SpanFloor::nanos).min().orElse(0);
    double most = floors.stream().mapToDouble(SpanFloor::nanos).max().orElse(0);
    double spread = floors.stream().mapToDouble(SpanFloor::spreadNanos).max().orElse(0);
    return new SpanFloor((least + most) / 2, spread + (most - least));
  }

  private static Set<Placement> placements(SignalPlan plan, String programs) {
    Set<Placement> placements = EnumSet.noneOf(Placement.class);
    for (PlannedProbe probe : plan.probes()) {
      if (probe.program().endsWith(programs)) {
        probe.sites().forEach(site -> placements.add(site.placement()));
      }
    }
    return placements;
  }
}
