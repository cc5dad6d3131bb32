package io.graydiff.compare;

/** Judges event rates. Pure functions. */
final class RateJudge {
  static final String RATE = "rate";

  /** Half-width, in standard deviations, that an interval has at its tightest. */
  private static final double TYPICAL_RADIUS = 3.5;

  /** Evidence of a regression from which on a sparse signal holds a pass back. */
  private static final double LEANING = Math.log(3);

  private RateJudge() {}

  static Judgement judge(RateTally rate, Yardstick yardstick) {
    EventTally tally = rate.best();
    double estimate = tally.events() > 0 ? tally.plainRatio().estimate() : Double.NaN;
    if (!tally.settled() || !(tally.events() > 0)) {
      Change none = yardstick.change(RATE, estimate, Bounds.NONE, Verdict.INCONCLUSIVE);
      return tally.settled()
          ? Judgement.closed(none, JudgedSeries.NO_EVENTS, 0)
          : unsettled(none, tally, yardstick);
    }
    RateRatio ratio = tally.ratio();
    Levels levels = yardstick.levels();
    Bounds bounds = new Bounds(ratio.lowerBound(levels.low()), ratio.upperBound(levels.high()));
    OverProcesses processes = new OverProcesses(rate::welch, yardstick);
    double evidence = processes.evidence(ratio.logEvidence());
    Verdict verdict = yardstick.verdict(bounds);
    Change undecided = yardstick.change(RATE, estimate, bounds, Verdict.INCONCLUSIVE);
    if (processes.contradict(verdict)) {
      return Judgement.contradicted(undecided, yardstick, evidence);
    }
    if (verdict != Verdict.INCONCLUSIVE) {
      return Judgement.decided(yardstick.change(RATE, estimate, bounds, verdict), evidence);
    }
    if (tooSparse(tally, yardstick) && !leansToRegression(ratio, yardstick.settings(), LEANING)) {
      return Judgement.closed(undecided, PairedJudge.TOO_SPARSE, evidence);
    }
    boolean regression =
        leansToRegression(ratio, yardstick.settings(), -Math.log(yardstick.alpha()));
    boolean alone = regression && !processes.contradict(Verdict.REGRESSION);
    return Judgement.undecided(
        undecided, bounds, alone ? Verdict.REGRESSION : Verdict.INCONCLUSIVE, yardstick, evidence);
  }

  /** Too few windows: a pass waits for them if there will be enough. */
  private static Judgement unsettled(Change none, EventTally tally, Yardstick yardstick) {
    boolean hopeless = yardstick.projected(tally.windows()) < EventTally.MIN_WINDOWS;
    return hopeless && yardstick.windows() >= EventTally.MIN_WINDOWS
        ? Judgement.closed(none, PairedJudge.TOO_SPARSE, 0)
        : Judgement.open(none, yardstick.settings().decides(), 0);
  }

  /**
   * Whether even independent events could not show the rates equal within the tolerance by the
   * planned end.
   */
  private static boolean tooSparse(EventTally tally, Yardstick yardstick) {
    double tolerance = yardstick.settings().tolerance();
    double events = yardstick.projected(tally.events());
    double share = tally.share();
    double error = Math.sqrt(1 / (events * share * (1 - share)));
    return tolerance > 0 && TYPICAL_RADIUS * error > Math.log1p(tolerance);
  }

  private static boolean leansToRegression(RateRatio ratio, SignalSettings settings, double least) {
    double top = 1 + settings.tolerance();
    double more = ratio.logEvidenceAbove(top);
    double less = ratio.swapped().logEvidenceAbove(top);
    return switch (settings.worse()) {
      case HIGHER -> more >= least;
      case LOWER -> less >= least;
      case EITHER -> Math.max(more, less) >= least;
    };
  }
}
