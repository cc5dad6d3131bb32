package io.graydiff.compare;

import io.graydiff.histogram.WeightedSample;

/**
 * One statistic of one series, paired by window: load that changes in both groups at once cancels.
 * Windows with too few values wait and are pooled with the next ones. Immutable.
 *
 * @param waitingBaseline values of windows that wait
 * @param waitingCanary values of windows that wait
 * @param difference log of canary over baseline, one value a window or pool of windows
 */
record PairedStatistic(
    GroupSample.Saved waitingBaseline, GroupSample.Saved waitingCanary, RunningMean difference) {
  static final PairedStatistic EMPTY =
      new PairedStatistic(GroupSample.Saved.EMPTY, GroupSample.Saved.EMPTY, RunningMean.EMPTY);

  /** The state after one window more. */
  PairedStatistic plus(Statistic statistic, Pair window) {
    Pair pooled = nothingWaits() ? window : window.plus(waiting());
    double smaller = Math.min(pooled.baseline().size(), pooled.canary().size());
    if (smaller < statistic.minimumSize()) {
      return new PairedStatistic(pooled.baseline().saved(), pooled.canary().saved(), difference);
    }
    double d = statistic.logRatio(pooled.baselineEstimate(), pooled.canaryEstimate());
    return new PairedStatistic(
        GroupSample.Saved.EMPTY, GroupSample.Saved.EMPTY, difference.plus(d));
  }

  private boolean nothingWaits() {
    return waitingBaseline.isEmpty() && waitingCanary.isEmpty();
  }

  private Pair waiting() {
    return Pair.of(waitingBaseline.restored(), waitingCanary.restored());
  }

  /**
   * The two groups in one window, with their estimated distributions.
   *
   * @param baseline values of the baseline
   * @param canary values of the canary
   * @param baselineEstimate its distribution
   * @param canaryEstimate its distribution
   */
  record Pair(
      GroupSample baseline,
      GroupSample canary,
      WeightedSample baselineEstimate,
      WeightedSample canaryEstimate) {

    static Pair of(GroupSample baseline, GroupSample canary) {
      return new Pair(baseline, canary, baseline.estimate(), canary.estimate());
    }

    Pair plus(Pair other) {
      return of(baseline.plus(other.baseline), canary.plus(other.canary));
    }
  }
}
