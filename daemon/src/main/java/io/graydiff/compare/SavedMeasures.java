package io.graydiff.compare;

import io.graydiff.histogram.Histogram;
import io.graydiff.signal.Signal;
import io.graydiff.window.Exposure;
import io.graydiff.window.Measures;
import io.graydiff.window.Series;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures in the form in which they are saved.
 *
 * @param distributions see {@link Measures}; with what was cut off
 * @param counts see {@link Measures}
 * @param levels see {@link Measures}
 * @param exposure see {@link Measures}
 * @param sampled see {@link Measures}
 */
record SavedMeasures(
    List<SavedSeries> distributions,
    Map<Signal, Double> counts,
    Map<Signal, Double> levels,
    Exposure exposure,
    Map<Signal, Exposure> sampled) {

  static SavedMeasures of(Measures measures) {
    List<SavedSeries> all = new ArrayList<>();
    for (Series series : measures.distributions().keySet()) {
      GroupSample.of(measures, series)
          .ifPresent(sample -> all.add(new SavedSeries(series, sample.saved())));
    }
    return new SavedMeasures(
        all, measures.counts(), measures.levels(), measures.exposure(), measures.sampled());
  }

  Measures restored() {
    Map<Series, Histogram> ended = new HashMap<>();
    Map<Series, Histogram> cut = new HashMap<>();
    for (SavedSeries saved : distributions) {
      GroupSample sample = saved.sample().restored();
      ended.put(saved.series(), sample.ended());
      if (!sample.cut().isEmpty()) {
        cut.put(saved.series(), sample.cut());
      }
    }
    return new Measures(ended, cut, counts, levels, exposure, sampled);
  }

  /**
   * One series.
   *
   * @param series what was measured
   * @param sample its values
   */
  record SavedSeries(Series series, GroupSample.Saved sample) {}
}
