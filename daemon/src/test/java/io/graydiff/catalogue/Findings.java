package io.graydiff.catalogue;

import io.graydiff.compare.ComparisonResult;
import io.graydiff.compare.Verdict;
import io.graydiff.publish.PublishedComparisons;
import io.graydiff.signal.Signal;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** When each signal of one comparison was first called a regression. For one thread. */
final class Findings {
  private final String comparison;
  private final Map<Signal, Double> seconds = new EnumMap<>(Signal.class);

  Findings(String comparison) {
    this.comparison = comparison;
  }

  /** Looks at what was published last. */
  void look(PublishedComparisons published) {
    Optional<ComparisonResult> result = published.newest(comparison).map(p -> p.result());
    result.stream()
        .flatMap(r -> r.signals().stream())
        .filter(s -> s.series().isWhole() && s.verdict() == Verdict.REGRESSION)
        .forEach(s -> found(s.series().signal(), result.orElseThrow().durationSeconds()));
  }

  private void found(Signal signal, double after) {
    if (seconds.putIfAbsent(signal, after) == null) {
      System.out.printf("%s: %s after %.1f s%n", comparison, signal.id(), after);
    }
  }

  /** Seconds after which a signal was called a regression, if it was. */
  Optional<Double> regression(Signal signal) {
    return Optional.ofNullable(seconds.get(signal));
  }

  /** Every regression, with the seconds after which it was called one. */
  Map<Signal, Double> regressions() {
    return Map.copyOf(seconds);
  }
}
