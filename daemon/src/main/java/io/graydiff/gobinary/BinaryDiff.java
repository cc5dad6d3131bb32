package io.graydiff.gobinary;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What differs between two builds of a program before either of them runs. */
public final class BinaryDiff {
  private BinaryDiff() {}

  /** All differences, sorted by aspect and name; empty if nothing that is looked at differs. */
  public static List<Difference> between(GoBinary before, GoBinary after) {
    return BuildFacts.between(List.of(BuildFacts.of(before)), List.of(BuildFacts.of(after)))
        .stream()
        .map(d -> new Difference(d.aspect(), d.name(), only(d.baseline()), only(d.canary())))
        .toList();
  }

  private static Optional<String> only(Set<String> values) {
    return values.stream().filter(text -> !text.isEmpty()).findFirst();
  }
}
