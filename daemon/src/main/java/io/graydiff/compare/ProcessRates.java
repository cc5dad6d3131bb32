package io.graydiff.compare;

import io.graydiff.window.Exposure;
import io.graydiff.window.GroupWindow;
import io.graydiff.window.Measures;
import io.graydiff.window.ProcessWindow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Events and exposure of each process of both groups. Unlike a mean over windows, sums are fair to
 * processes with few events a window. Immutable.
 *
 * @param baseline by process
 * @param canary by process
 */
record ProcessRates(Map<String, Flow> baseline, Map<String, Flow> canary) {
  static final ProcessRates EMPTY = new ProcessRates(Map.of(), Map.of());

  /** With fewer events chance alone sets processes apart by more than versions do. */
  private static final double MIN_EVENTS = 100;

  ProcessRates {
    baseline = Map.copyOf(baseline);
    canary = Map.copyOf(canary);
  }

  /**
   * The state after one window more; windows with one process a side change nothing.
   *
   * @param events of one process; empty where they were not observed
   * @param exposure of one process
   */
  ProcessRates plus(
      GroupWindow baselineWindow,
      GroupWindow canaryWindow,
      Function<Measures, OptionalDouble> events,
      Function<Measures, Exposure> exposure) {
    if (baselineWindow.processes().size() < 2 || canaryWindow.processes().size() < 2) {
      return this;
    }
    return new ProcessRates(
        added(baseline, baselineWindow, events, exposure),
        added(canary, canaryWindow, events, exposure));
  }

  /** The {@link Welch} interval over the processes that had enough events while they served. */
  Optional<Bounds> perRequest(double alpha) {
    return welch(alpha, Flow::served, Exposure::requests);
  }

  /** The same of all events, against another exposure. */
  Optional<Bounds> per(double alpha, ToDoubleFunction<Exposure> exposure) {
    return welch(alpha, Flow::events, exposure);
  }

  private Optional<Bounds> welch(
      double alpha, ToDoubleFunction<Flow> events, ToDoubleFunction<Exposure> per) {
    return Welch.interval(usable(baseline, events, per), usable(canary, events, per), alpha);
  }

  private static Map<String, Flow> added(
      Map<String, Flow> flows,
      GroupWindow window,
      Function<Measures, OptionalDouble> events,
      Function<Measures, Exposure> exposure) {
    Map<String, Flow> next = new LinkedHashMap<>(flows);
    for (ProcessWindow process : window.processes()) {
      String key = Settling.key(process);
      OptionalDouble count = events.apply(process.measures());
      if (count.isPresent()
          && (next.size() < ProcessSpread.MAX_PROCESSES || next.containsKey(key))) {
        Flow more = Flow.of(count.getAsDouble(), exposure.apply(process.measures()));
        next.merge(key, more, Flow::plus);
      }
    }
    return next;
  }

  private static List<Double> usable(
      Map<String, Flow> flows, ToDoubleFunction<Flow> events, ToDoubleFunction<Exposure> per) {
    return flows.values().stream()
        .filter(flow -> events.applyAsDouble(flow) >= MIN_EVENTS)
        .filter(flow -> per.applyAsDouble(flow.exposure) > 0)
        .map(flow -> Math.log(events.applyAsDouble(flow) / per.applyAsDouble(flow.exposure)))
        .toList();
  }

  /**
   * One process.
   *
   * @param events so far
   * @param served those of them that came while requests were known
   * @param exposure in which they came
   */
  record Flow(double events, double served, Exposure exposure) {
    static Flow of(double events, Exposure exposure) {
      return new Flow(events, exposure.requests() > 0 ? events : 0, exposure);
    }

    Flow plus(Flow other) {
      return new Flow(events + other.events, served + other.served, exposure.plus(other.exposure));
    }
  }
}
