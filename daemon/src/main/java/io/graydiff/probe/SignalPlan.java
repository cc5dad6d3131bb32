package io.graydiff.probe;

import io.graydiff.signal.Signal;
import java.util.List;
import java.util.Optional;

/**
 * How one signal is measured in one binary, or why it cannot be.
 *
 * @param signal what is measured
 * @param probes what it takes; empty if refused
 * @param refused why the binary cannot be probed for it
 * @param notes what the reader of its figures must know, such as calls that are inlined
 */
public record SignalPlan(
    Signal signal, List<PlannedProbe> probes, Optional<String> refused, List<String> notes) {
  public SignalPlan {
    probes = List.copyOf(probes);
    notes = List.copyOf(notes);
  }
}
