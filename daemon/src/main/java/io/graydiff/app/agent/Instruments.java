package io.graydiff.app.agent;

import io.graydiff.collect.Observation;
import io.graydiff.collect.Roster;
import io.graydiff.compare.Instrument;
import io.graydiff.signal.Signal;
import io.graydiff.target.GroupRole;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** How the signals of one comparison are measured in its two groups. For one thread. */
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
      Instrument instrument = Probing.of(signal, baseline).against(Probing.of(signal, canary));
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
}
