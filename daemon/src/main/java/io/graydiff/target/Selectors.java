package io.graydiff.target;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The selectors of one group: a process that any of them matches belongs to it. Immutable.
 *
 * @param selectors at least one
 */
public record Selectors(List<Selector> selectors) {
  public Selectors {
    selectors = List.copyOf(selectors);
    if (selectors.isEmpty()) {
      throw new IllegalArgumentException("a group needs at least one selector");
    }
  }

  public static Selectors of(Selector... selectors) {
    return new Selectors(List.of(selectors));
  }

  public boolean matches(GoProcess process, PodIndex pods) {
    return selectors.stream().anyMatch(selector -> selector.matches(process, pods));
  }

  /** The namespaces whose pods have to be known to decide them; none where no pod matters. */
  public Set<String> namespaces() {
    return selectors.stream().flatMap(Selector::namespaces).collect(Collectors.toSet());
  }

  /** The selectors as users wrote them, for results: joined by {@code " + "}. */
  @Override
  public String toString() {
    return selectors.stream().map(Selector::toString).collect(Collectors.joining(" + "));
  }
}
