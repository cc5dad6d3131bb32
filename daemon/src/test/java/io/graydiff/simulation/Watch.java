package io.graydiff.simulation;

import io.graydiff.compare.Change;
import io.graydiff.compare.ComparisonEngine;
import io.graydiff.compare.SignalResult;
import io.graydiff.compare.Verdict;
import io.graydiff.histogram.Histogram;
import io.graydiff.signal.Signal;
import io.graydiff.window.GroupWindow;
import io.graydiff.window.Series;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * One thing that can raise an alarm in a scenario.
 *
 * @param name in the table
 * @param engine the verdict of graydiff
 * @param window the value of one window for Kayenta, empty where its rule has nothing to compare
 * @param target what is to be reached
 */
record Watch(
    String name,
    Function<ComparisonEngine, Verdict> engine,
    Optional<ToDoubleFunction<GroupWindow>> window,
    Target target) {

  /** A quantile of the request latency. */
  static Watch latency(String statistic, double q, Target target) {
    Series series = Series.whole(Signal.HTTP_REQUEST_LATENCY);
    return new Watch(
        statistic,
        engine -> verdict(engine, series.signal(), statistic),
        Optional.of(
            group ->
                group.total().distributions().getOrDefault(series, Histogram.EMPTY).quantile(q)),
        target);
  }

  /** The rate of a count. */
  static Watch count(Signal signal, Target target) {
    return new Watch(
        signal.id(),
        engine -> verdict(engine, signal, "rate"),
        Optional.of(group -> group.total().counts().getOrDefault(signal, 0.0)),
        target);
  }

  /** A statistic of a level. */
  static Watch level(Signal signal, String statistic, Target target) {
    return new Watch(
        signal.id() + " " + statistic,
        engine -> verdict(engine, signal, statistic),
        Optional.of(group -> group.total().levels().getOrDefault(signal, 0.0)),
        target);
  }

  /** The verdict over all signals. */
  static Watch whole(Target target) {
    return new Watch("all signals", ComparisonEngine::verdict, Optional.empty(), target);
  }

  private static Verdict verdict(ComparisonEngine engine, Signal signal, String statistic) {
    for (SignalResult result : engine.signals()) {
      if (result.series().signal() == signal && result.series().isWhole()) {
        for (Change change : result.changes()) {
          if (change.statistic().equals(statistic)) {
            return change.verdict();
          }
        }
      }
    }
    return Verdict.INCONCLUSIVE;
  }
}
