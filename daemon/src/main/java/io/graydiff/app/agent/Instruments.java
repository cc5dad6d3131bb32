package io.graydiff.app.agent;

import io.graydiff.collect.Observation;
import io.graydiff.collect.Roster;
import io.graydiff.collect.SpanFloor;
import io.graydiff.compare.Instrument;
import io.graydiff.compare.Resolution;
import io.graydiff.gobinary.Placement;
import io.graydiff.probe.SignalPlan;
import io.graydiff.signal.Signal;
import io.graydiff.target.GroupRole;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How the signals of one comparison are measured in its two groups: what their floors hide, whether
 * both are probed at places of the same kind, and why a signal cannot be measured. For one thread.
 */
final class Instruments {
  private final Roster roster;
  private final Set<Signal> signals;

  Instruments(Roster roster, Set<Signal> signals) {
    this.roster = roster;
    this.signals = signals;
  }

  /** As of the processes that are there now; a signal of which nothing is to be said is missing. */
  Map<Signal, Instrument> present() {
    List<Observation> baseline = binaries(GroupRole.BASELINE);
    List<Observation> canary = binaries(GroupRole.CANARY);
    Map<Signal, Instrument> instruments = new EnumMap<>(Signal.class);
    if (baseline.isEmpty() || canary.isEmpty()) {
      return instruments;
    }
    for (Signal signal : signals) {
      Instrument instrument = instrument(signal, baseline, canary);
      if (!instrument.equals(Instrument.EXACT)) {
        instruments.put(signal, instrument);
      }
    }
    return instruments;
  }

  /** One process of each binary: what runs the same file is probed at the same places. */
  private List<Observation> binaries(GroupRole role) {
    return List.copyOf(
        roster.entries().stream()
            .filter(entry -> entry.role() == role && entry.present())
            .map(Roster.Entry::observation)
            .collect(Collectors.toMap(o -> o.process().binary(), o -> o, (first, o) -> first))
            .values());
  }

  private static Instrument instrument(
      Signal signal, List<Observation> baseline, List<Observation> canary) {
    Optional<String> notBaseline = refused(signal, baseline);
    Optional<String> notCanary = refused(signal, canary);
    List<String> notes = new ArrayList<>();
    if (notBaseline.isPresent() && notBaseline.equals(notCanary)) {
      notes.add("not measured: " + notBaseline.get());
    } else {
      notBaseline.ifPresent(why -> notes.add("not measured in the baseline: " + why));
      notCanary.ifPresent(why -> notes.add("not measured in the canary: " + why));
    }
    if (notes.isEmpty()) {
      parity(signal, baseline, canary).ifPresent(notes::add);
    }
    return new Instrument(
        new Resolution(spread(signal, baseline), spread(signal, canary)),
        notes,
        notBaseline.isPresent() && notCanary.isPresent());
  }

  /** Why no process of a group can be measured; empty where one can. */
  private static Optional<String> refused(Signal signal, List<Observation> group) {
    Set<String> reasons = new TreeSet<>();
    for (Observation observation : group) {
      Optional<String> why = plan(signal, observation).flatMap(SignalPlan::refused);
      if (why.isEmpty() || isRead(signal, observation)) {
        return Optional.empty();
      }
      reasons.add(why.get());
    }
    return Optional.of(String.join(", ", reasons));
  }

  /** Places that cost differently make a difference that is none of the code's. */
  private static Optional<String> parity(
      Signal signal, List<Observation> baseline, List<Observation> canary) {
    Set<Placement> before = placements(signal, baseline);
    Set<Placement> after = placements(signal, canary);
    if (before.equals(after)) {
      return Optional.empty();
    }
    boolean corrected =
        Stream.concat(baseline.stream(), canary.stream())
            .anyMatch(observation -> observation.floors().containsKey(signal));
    return Optional.of(
        "probed at "
            + names(before)
            + " places in the baseline and at "
            + names(after)
            + " ones in the canary"
            + (corrected ? ", the floor of each taken off" : ""));
  }

  private static Set<Placement> placements(Signal signal, List<Observation> group) {
    Set<Placement> placements = EnumSet.noneOf(Placement.class);
    for (Observation observation : group) {
      if (!isRead(signal, observation)) {
        plan(signal, observation).stream()
            .flatMap(plan -> plan.probes().stream())
            .flatMap(probe -> probe.sites().stream())
            .forEach(site -> placements.add(site.placement()));
      }
    }
    return placements;
  }

  /** Waits to run are the runtime's own count where it can be read. */
  private static boolean isRead(Signal signal, Observation observation) {
    return signal == Signal.SCHEDULE_LATENCY && observation.readsWaits();
  }

  private static String names(Set<Placement> placements) {
    return placements.isEmpty()
        ? "no"
        : placements.stream()
            .map(placement -> placement.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(" and "));
  }

  private static double spread(Signal signal, List<Observation> group) {
    return group.stream()
        .mapToDouble(o -> o.floors().getOrDefault(signal, SpanFloor.NONE).spreadNanos())
        .max()
        .orElse(0);
  }

  private static Optional<SignalPlan> plan(Signal signal, Observation observation) {
    return Optional.ofNullable(observation.plan().signals().get(signal));
  }
}
