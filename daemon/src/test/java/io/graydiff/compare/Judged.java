package io.graydiff.compare;

import io.graydiff.signal.Signal;
import io.graydiff.window.Series;

/** What an engine says of one signal now. */
final class Judged {
  private Judged() {}

  /** Of the whole signal. */
  static SignalResult signal(ComparisonEngine engine, Signal signal) {
    return engine.signals().stream()
        .filter(result -> result.series().equals(Series.whole(signal)))
        .findFirst()
        .orElseThrow();
  }

  /** Of one statistic. */
  static Change change(SignalResult result, String statistic) {
    return result.changes().stream()
        .filter(change -> change.statistic().equals(statistic))
        .findFirst()
        .orElseThrow();
  }
}
