package io.graydiff.probe;

import io.graydiff.signal.Signal;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What can be measured in one binary. Immutable.
 *
 * @param signals a plan for every signal that is measured by probes
 */
public record AttachPlan(Map<Signal, SignalPlan> signals) {
  public AttachPlan {
    signals = Map.copyOf(signals);
  }

  /** Every probe that these signals take, each once. */
  public List<PlannedProbe> probes(Collection<Signal> wanted) {
    Set<PlannedProbe> probes = new LinkedHashSet<>();
    for (SignalPlan plan : new TreeMap<>(signals).values()) {
      if (wanted.contains(plan.signal())) {
        probes.addAll(plan.probes());
      }
    }
    return List.copyOf(probes);
  }

  /** The signals that can be measured. */
  public Set<Signal> available() {
    Set<Signal> available = EnumSet.noneOf(Signal.class);
    for (SignalPlan plan : signals.values()) {
      if (plan.refused().isEmpty()) {
        available.add(plan.signal());
      }
    }
    return available;
  }
}
