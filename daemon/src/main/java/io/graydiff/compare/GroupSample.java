package io.graydiff.compare;

import io.graydiff.histogram.Histogram;
import io.graydiff.histogram.KaplanMeier;
import io.graydiff.histogram.SparseHistogram;
import io.graydiff.histogram.WeightedSample;
import io.graydiff.window.Measures;
import io.graydiff.window.Series;
import java.util.Optional;

/**
 * The values of one series in one group.
 *
 * @param ended durations of spans that ended, or values of events
 * @param cut durations so far of spans that the window cut off
 */
record GroupSample(Histogram ended, Histogram cut) {
  static final GroupSample EMPTY = new GroupSample(Histogram.EMPTY, Histogram.EMPTY);

  /**
   * What was measured of the series, or empty when it was not observed. A label value that did not
   * occur, of a signal that was observed, is a sample of nothing.
   */
  static Optional<GroupSample> of(Measures measures, Series series) {
    Histogram ended = measures.distributions().get(series);
    if (ended == null && !measures.distributions().containsKey(Series.whole(series.signal()))) {
      return Optional.empty();
    }
    return Optional.of(
        new GroupSample(
            ended == null ? Histogram.EMPTY : ended,
            measures.censored().getOrDefault(series, Histogram.EMPTY)));
  }

  GroupSample plus(GroupSample other) {
    return new GroupSample(ended.plus(other.ended), cut.plus(other.cut));
  }

  double size() {
    return (double) ended.count() + cut.count();
  }

  WeightedSample estimate() {
    return KaplanMeier.estimate(ended, cut);
  }

  /** The form in which a sample is kept between windows. */
  Saved saved() {
    return new Saved(SparseHistogram.of(ended), SparseHistogram.of(cut));
  }

  /**
   * A sample as its non-empty buckets.
   *
   * @param ended see {@link GroupSample}
   * @param cut see {@link GroupSample}
   */
  record Saved(SparseHistogram ended, SparseHistogram cut) {
    static final Saved EMPTY = new Saved(SparseHistogram.EMPTY, SparseHistogram.EMPTY);

    GroupSample restored() {
      return new GroupSample(ended.toHistogram(), cut.toHistogram());
    }

    boolean isEmpty() {
      return ended.buckets().isEmpty() && cut.buckets().isEmpty();
    }
  }
}
