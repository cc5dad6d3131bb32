package io.graydiff.fleet;

import io.graydiff.histogram.Histogram;
import io.graydiff.signal.Unit;
import java.util.List;
import java.util.Optional;

/**
 * A native histogram at each point of a grid. Immutable.
 *
 * @param unit of its values
 * @param points empty where there was no sample
 */
record NativeSeries(Unit unit, List<Optional<NativeHistogram>> points) {
  NativeSeries {
    points = List.copyOf(points);
  }

  /**
   * What came from the point before to this one; one that appears has counted from zero. Empty when
   * a count fell.
   */
  Optional<Histogram> grown(int point) {
    Optional<NativeHistogram> now = points.get(point);
    if (now.isEmpty()) {
      return Optional.of(Histogram.EMPTY);
    }
    return now.get().since(points.get(point - 1).orElse(NativeHistogram.EMPTY), unit);
  }
}
