package io.graydiff.publish;

import io.graydiff.compare.Change;
import io.graydiff.compare.SignalResult;
import io.graydiff.signal.Signal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How the changes of one comparison developed over its windows, for the page. Immutable, and
 * bounded however long the comparison runs: when full, every second point goes and from then on
 * every second window is kept, so that the whole run stays in view. The newest window is always the
 * last point.
 *
 * @param points oldest first, at most {@link #CAPACITY}
 * @param stride one window in so many is kept
 */
record Timeline(List<Point> points, long stride) {
  static final int CAPACITY = 240;
  static final Timeline EMPTY = new Timeline(List.of(), 1);

  /**
   * One window.
   *
   * @param windows closed when it was published
   * @param at wall-clock time
   * @param changes by signal, over all label values
   */
  record Point(long windows, Instant at, Map<Signal, List<Change>> changes) {
    static Point of(Published published) {
      Map<Signal, List<Change>> changes = new EnumMap<>(Signal.class);
      for (SignalResult signal : published.result().signals()) {
        if (signal.series().isWhole()) {
          changes.put(signal.series().signal(), signal.changes());
        }
      }
      return new Point(published.result().windows(), published.verdictAt(), changes);
    }
  }

  Timeline plus(Published published) {
    List<Point> next = new ArrayList<>(points);
    if (!next.isEmpty() && next.get(next.size() - 1).windows() % stride != 0) {
      next.remove(next.size() - 1);
    }
    next.add(Point.of(published));
    if (next.size() <= CAPACITY) {
      return new Timeline(List.copyOf(next), stride);
    }
    long doubled = stride * 2;
    Point last = next.remove(next.size() - 1);
    next.removeIf(point -> point.windows() % doubled != 0);
    next.add(last);
    return new Timeline(List.copyOf(next), doubled);
  }
}
