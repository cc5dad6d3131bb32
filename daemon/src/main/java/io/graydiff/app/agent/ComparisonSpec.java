package io.graydiff.app.agent;

import io.graydiff.compare.EngineSettings;
import io.graydiff.signal.Signal;
import io.graydiff.target.Selectors;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What to compare, and how.
 *
 * @param name in metrics and URLs
 * @param baseline who is in the baseline
 * @param canary who is in the canary
 * @param window length of a window
 * @param engine how it is judged
 * @param signals what is measured
 */
public record ComparisonSpec(
    String name,
    Selectors baseline,
    Selectors canary,
    Duration window,
    EngineSettings engine,
    Set<Signal> signals) {
  public ComparisonSpec {
    signals = Set.copyOf(signals);
  }

  /** The namespaces whose pods its selectors ask for. */
  Set<String> namespaces() {
    return Stream.of(baseline, canary)
        .flatMap(group -> group.namespaces().stream())
        .collect(Collectors.toSet());
  }
}
