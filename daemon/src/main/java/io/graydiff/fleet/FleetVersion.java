package io.graydiff.fleet;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * What agents compare under a name, by the selectors that they export: when these change, another
 * comparison begins. While a new configuration reaches one agent after the other, each step is a
 * change.
 */
public final class FleetVersion {
  private static final int MOST_POINTS = 601;

  private FleetVersion() {}

  /**
   * The time since which agents have compared what they compare at the end of a range; empty where
   * that is so for the whole of it, and where agents are too old to say.
   *
   * @param from seconds since 1970
   * @param to seconds since 1970
   */
  public static OptionalDouble since(
      PrometheusClient prometheus, FleetQuery query, double from, double to)
      throws PrometheusException {
    if (!(to > from)) {
      return OptionalDouble.empty();
    }
    int steps = (int) Math.min(MOST_POINTS - 1, Math.max(1, Math.ceil(to - from)));
    Grid grid = new Grid(from, (to - from) / steps, steps + 1);
    Map<Map<String, String>, double[]> agents = new HashMap<>();
    prometheus.range(
        "count by (baseline, canary) (" + query.of(FleetQuery.SELECTORS) + ")", grid, agents::put);
    Set<Map<String, String>> last = Set.of();
    for (int point = steps; point >= 0; point--) {
      Set<Map<String, String>> now = at(agents, point);
      if (last.isEmpty()) {
        last = now;
      } else if (!now.isEmpty() && !now.equals(last)) {
        return OptionalDouble.of(grid.at(point + 1));
      }
    }
    return OptionalDouble.empty();
  }

  private static Set<Map<String, String>> at(Map<Map<String, String>, double[]> agents, int point) {
    Set<Map<String, String>> selectors = new HashSet<>();
    agents.forEach(
        (labels, counts) -> {
          if (!Double.isNaN(counts[point])) {
            selectors.add(labels);
          }
        });
    return selectors;
  }
}
