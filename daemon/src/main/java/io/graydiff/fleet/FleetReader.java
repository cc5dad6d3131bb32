package io.graydiff.fleet;

import io.graydiff.signal.Signal;
import io.graydiff.window.GroupWindow;
import io.graydiff.window.ProcessWindow;
import io.graydiff.window.Window;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads the windows of one comparison over all agents. A window that no agent of a group has
 * figures of is no window, never one of zeros. Reads in portions, so that memory is bounded however
 * long the range is. For one thread.
 */
final class FleetReader {
  /** Numbers held at a time; 8 bytes each. */
  private static final double MOST_NUMBERS = 2e6;

  /** A bucket takes several objects; most distributions fill less than a hundred. */
  private static final double NUMBERS_OF_A_NATIVE = 1500;

  private static final int MOST_POINTS = 200;

  private final PrometheusClient prometheus;
  private final FleetQuery query;
  private final Set<Signal> signals;
  private final Map<UnitKey, Integer> numbers = new HashMap<>();
  private long unpaired;

  FleetReader(PrometheusClient prometheus, FleetQuery query, Set<Signal> signals) {
    this.prometheus = prometheus;
    this.query = query;
    this.signals = Set.copyOf(signals);
  }

  /**
   * Hands on, in order, the windows between the points of a grid.
   *
   * @param from the point at which the first window begins
   * @param to the point at which the last one ends
   */
  void read(Grid grid, int from, int to, Consumer<Window> windows) throws PrometheusException {
    int portion = portion(grid.at(to));
    for (int first = from; first < to; first += portion) {
      int last = Math.min(first + portion, to);
      Grid part = new Grid(grid.at(first), grid.step(), last - first + 1);
      FleetSeries series = FleetSeries.read(prometheus, query, part, signals);
      for (int point = 1; point < part.points(); point++) {
        window(series, part, point, first + point - 1L, windows);
      }
    }
  }

  /** Agents that had figures of a group so far. */
  long agents(boolean canary) {
    return numbers.keySet().stream().filter(unit -> unit.canary() == canary).count();
  }

  /** Windows of which one group, or both, had no figures. */
  long unpaired() {
    return unpaired;
  }

  private void window(
      FleetSeries series, Grid grid, int point, long sequence, Consumer<Window> windows) {
    List<ProcessWindow> baseline = new ArrayList<>();
    List<ProcessWindow> canary = new ArrayList<>();
    series
        .units()
        .forEach(
            (key, unit) -> {
              if (series.goesOn(key, point)) {
                unit.window(point)
                    .ifPresent(
                        measures ->
                            (key.canary() ? canary : baseline)
                                .add(
                                    new ProcessWindow(
                                        number(key),
                                        0,
                                        Math.max(1, unit.processes(point)),
                                        measures)));
              }
            });
    if (baseline.isEmpty() || canary.isEmpty()) {
      unpaired++;
      return;
    }
    windows.accept(
        new Window(
            sequence,
            nanos(grid.at(point - 1)),
            nanos(grid.at(point)),
            GroupWindow.of(baseline),
            GroupWindow.of(canary)));
  }

  private int number(UnitKey unit) {
    return numbers.computeIfAbsent(unit, key -> numbers.size() + 1);
  }

  private int portion(double at) throws PrometheusException {
    double series =
        count(query.allBuckets(), at) + NUMBERS_OF_A_NATIVE * count(query.allNatives(), at);
    return (int) Math.min(MOST_POINTS, Math.max(1, MOST_NUMBERS / Math.max(1, series) - 1));
  }

  private double count(String series, double at) throws PrometheusException {
    List<Sample> found = prometheus.instant("count(" + series + ")", at);
    return found.isEmpty() ? 0 : found.get(0).value();
  }

  private static long nanos(double seconds) {
    return Math.round(seconds * 1e9);
  }
}
