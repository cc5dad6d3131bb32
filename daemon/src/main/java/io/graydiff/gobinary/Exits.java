package io.graydiff.gobinary;

import java.util.List;
import java.util.Map;

/**
 * The ends of a function.
 *
 * @param sites in the function itself
 * @param lastCalls functions whose own ends are ends of this one, and how often they are
 */
public record Exits(List<Site> sites, Map<String, Integer> lastCalls) {
  public Exits {
    sites = List.copyOf(sites);
    lastCalls = Map.copyOf(lastCalls);
  }
}
