package io.graydiff.app.agent;

import io.graydiff.collect.Observation;
import io.graydiff.collect.SpanFloor;
import io.graydiff.compare.Instrument;
import io.graydiff.compare.Resolution;
import io.graydiff.gobinary.Placement;
import io.graydiff.probe.SignalPlan;
import io.graydiff.signal.Signal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How one signal is probed in one group.
 *
 * @param plans of its binaries; none where no probe is needed
 * @param floors of its binaries, where they are taken off
 */
record Probing(List<SignalPlan> plans, List<SpanFloor> floors) {
  Probing {
    plans = List.copyOf(plans);
    floors = List.copyOf(floors);
  }

  static Probing of(Signal signal, List<Observation> group) {
    List<SignalPlan> plans = new ArrayList<>();
    List<SpanFloor> floors = new ArrayList<>();
    for (Observation observation : group) {
      SignalPlan plan = observation.plan().signals().get(signal);
      // Waits to run are the runtime's own count where it can be read.
      if (plan != null && !(signal == Signal.SCHEDULE_LATENCY && observation.readsWaits())) {
        plans.add(plan);
      }
      Optional.ofNullable(observation.floors().get(signal)).ifPresent(floors::add);
    }
    return new Probing(plans, floors);
  }

  /** What is to be said of the signal where this is the baseline. */
  Instrument against(Probing canary) {
    Optional<String> notBaseline = refused();
    Optional<String> notCanary = canary.refused();
    List<String> notes = new ArrayList<>();
    if (notBaseline.isPresent() && notBaseline.equals(notCanary)) {
      notes.add("not measured: " + notBaseline.get());
    } else {
      notBaseline.ifPresent(why -> notes.add("not measured in the baseline: " + why));
      notCanary.ifPresent(why -> notes.add("not measured in the canary: " + why));
    }
    if (notes.isEmpty() && !placements().equals(canary.placements())) {
      notes.add(parity(canary));
    }
    return new Instrument(
        new Resolution(spread(), canary.spread()),
        notes,
        notBaseline.isPresent() && notCanary.isPresent());
  }

  /** Why none of its processes can be measured; empty where one can. */
  private Optional<String> refused() {
    Set<String> reasons = new TreeSet<>();
    plans.forEach(plan -> plan.refused().ifPresent(reasons::add));
    boolean all = plans.stream().allMatch(plan -> plan.refused().isPresent());
    return all && !reasons.isEmpty() ? Optional.of(String.join(", ", reasons)) : Optional.empty();
  }

  /** Places that cost differently make a difference that is none of the code's. */
  private String parity(Probing canary) {
    boolean corrected = !floors.isEmpty() || !canary.floors.isEmpty();
    return "probed at "
        + names(placements())
        + " places in the baseline and at "
        + names(canary.placements())
        + " ones in the canary"
        + (corrected ? ", the floor of each taken off" : "");
  }

  private Set<Placement> placements() {
    return plans.stream()
        .flatMap(plan -> plan.probes().stream())
        .flatMap(probe -> probe.sites().stream())
        .map(site -> site.placement())
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Placement.class)));
  }

  private static String names(Set<Placement> placements) {
    return placements.isEmpty()
        ? "no"
        : placements.stream()
            .map(placement -> placement.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(" and "));
  }

  private double spread() {
    return floors.stream().mapToDouble(SpanFloor::spreadNanos).max().orElse(0);
  }
}
