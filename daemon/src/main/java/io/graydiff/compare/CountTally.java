package io.graydiff.compare;

import io.graydiff.signal.Signal;
import io.graydiff.window.Exposure;
import io.graydiff.window.Measures;
import io.graydiff.window.Series;
import io.graydiff.window.Window;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A number of events.
 *
 * @param signal what is counted
 * @param rate events against exposure
 */
record CountTally(Signal signal, RateTally rate) implements SeriesTally {

  static CountTally of(Signal signal) {
    return new CountTally(signal, RateTally.EMPTY);
  }

  @Override
  public Series series() {
    return Series.whole(signal);
  }

  @Override
  public CountTally plus(Window window, boolean changed) {
    return new CountTally(signal, rate.plus(series(), window, this::events));
  }

  @Override
  public List<Judgement> judge(Yardstick yardstick, Totals totals) {
    return List.of(RateJudge.judge(rate, yardstick));
  }

  @Override
  public Pair<GroupSummary> summary(Totals totals) {
    return summary(signal, totals);
  }

  @Override
  public boolean hasData(Totals totals) {
    return total(signal, totals.baseline()) > 0 || total(signal, totals.canary()) > 0;
  }

  @Override
  public int statistics() {
    return 1;
  }

  private OptionalDouble events(Measures measures) {
    Double count = measures.counts().get(signal);
    return count == null ? OptionalDouble.empty() : OptionalDouble.of(count);
  }

  /** The figures of a count. */
  static Pair<GroupSummary> summary(Signal signal, Totals totals) {
    return new Pair<>(
        summary(signal, totals.baseline(), totals.baselineServed(), totals.seconds()),
        summary(signal, totals.canary(), totals.canaryServed(), totals.seconds()));
  }

  static double total(Signal signal, Measures measures) {
    return measures.counts().getOrDefault(signal, 0.0);
  }

  private static GroupSummary summary(
      Signal signal, Measures measures, Measures served, double seconds) {
    double count = total(signal, measures);
    Exposure exposure = measures.exposure(signal);
    return new GroupSummary.Count(
        count,
        ratio(count, seconds * measures.coverage(signal)),
        ratio(total(signal, served), served.exposure(signal).requests()),
        ratio(count, exposure.cpuSeconds()));
  }

  private static double ratio(double count, double exposure) {
    return exposure > 0 ? count / exposure : Double.NaN;
  }
}
