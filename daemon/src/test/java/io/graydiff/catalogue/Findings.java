package io.graydiff.catalogue;

import io.graydiff.compare.ComparisonResult;
import io.graydiff.compare.Verdict;
import io.graydiff.publish.PublishedComparisons;
import io.graydiff.window.Series;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * When each signal of one comparison was first called a regression, and those label values that are
 * looked for. For one thread.
 */
final class Findings {
  private final String comparison;
  private final List<Series> wanted;
  private final Map<Series, Double> seconds = new HashMap<>();

  Findings(String comparison, List<Series> wanted) {
    this.comparison = comparison;
    this.wanted = wanted;
  }

  /** Looks at what was published last. */
  void look(PublishedComparisons published) {
    Optional<ComparisonResult> result = published.newest(comparison).map(p -> p.result());
    result.stream()
        .flatMap(r -> r.signals().stream())
        .filter(s -> s.series().isWhole() || wanted.contains(s.series()))
        .filter(s -> s.verdict() == Verdict.REGRESSION)
        .forEach(s -> found(s.series(), result.orElseThrow().durationSeconds()));
  }

  private void found(Series series, double after) {
    if (seconds.putIfAbsent(series, after) == null) {
      System.out.printf("%s: %s after %.1f s%n", comparison, Entry.name(series), after);
    }
  }

  /** Seconds after which a series was called a regression, if it was. */
  Optional<Double> regression(Series series) {
    return Optional.ofNullable(seconds.get(series));
  }

  /** Every regression, with the seconds after which it was called one. */
  Map<Series, Double> regressions() {
    return Map.copyOf(seconds);
  }
}
