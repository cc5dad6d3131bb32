package io.graydiff.compare;

/** Judges the mean of paired log ratios. Pure functions. */
final class PairedJudge {
  static final String TOO_SPARSE = "too few events to judge";
  static final String BELOW_RESOLUTION = "below resolution";
  static final String BEYOND_WINDOW = "beyond window length";
  static final String PROCESSES_DIFFER = "processes differ as much as versions";

  private PairedJudge() {}

  /** The interval on the ratio. */
  static Bounds bounds(RunningMean difference, Yardstick yardstick) {
    return bounds(difference, yardstick, yardstick.levels());
  }

  private static Bounds bounds(RunningMean difference, Yardstick yardstick, Levels levels) {
    if (!difference.settled()) {
      return Bounds.NONE;
    }
    double low = reach(difference, yardstick.horizon(), levels.low());
    double high = reach(difference, yardstick.horizon(), levels.high());
    return new Bounds(
        Math.exp(difference.estimate() - low), Math.exp(difference.estimate() + high));
  }

  /**
   * Judges one statistic.
   *
   * @param statistic its name
   * @param difference the paired log ratios
   * @param processes what it looks like over processes
   * @param fallback the ratio to show before there is a paired one
   */
  static Judgement judge(
      String statistic,
      RunningMean difference,
      OverProcesses processes,
      double fallback,
      Yardstick yardstick) {
    Bounds bounds = bounds(difference, yardstick);
    double ratio = difference.size() > 0 ? Math.exp(difference.estimate()) : fallback;
    Verdict verdict = yardstick.verdict(bounds);
    double evidence = processes.evidence(logEvidence(difference, yardstick));
    Change undecided = yardstick.change(statistic, ratio, bounds, Verdict.INCONCLUSIVE);
    if (processes.contradict(verdict)) {
      return Judgement.contradicted(undecided, yardstick, evidence);
    }
    if (verdict != Verdict.INCONCLUSIVE) {
      return Judgement.decided(yardstick.change(statistic, ratio, bounds, verdict), evidence);
    }
    boolean hopeless = yardstick.projected(difference.size()) < RunningMean.MIN_VALUES;
    if (hopeless && yardstick.windows() >= RunningMean.MIN_VALUES) {
      return Judgement.closed(undecided, TOO_SPARSE, evidence);
    }
    Verdict alone = yardstick.verdict(bounds(difference, yardstick, yardstick.alone()));
    boolean contradicted = processes.contradict(alone);
    return Judgement.undecided(
        undecided, bounds, contradicted ? Verdict.INCONCLUSIVE : alone, yardstick, evidence);
  }

  private static double logEvidence(RunningMean difference, Yardstick yardstick) {
    double deviation = difference.longRunDeviation();
    if (!difference.settled() || !(deviation > 0)) {
      return 0;
    }
    return NormalMixture.tightestAt(yardstick.horizon(), yardstick.alpha())
        .logEvidence(difference.count(), difference.estimate() / deviation);
  }

  private static double reach(RunningMean difference, double horizon, double alpha) {
    return difference.longRunDeviation()
        * NormalMixture.tightestAt(horizon, alpha).radius(difference.count());
  }
}
