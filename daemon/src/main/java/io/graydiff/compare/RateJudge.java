package io.graydiff.compare;

import java.util.Optional;

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
      return tally.events() > 0 || !tally.settled()
          ? Judgement.open(none, 0)
          : Judgement.closed(none, "no events", 0);
    }
    RateRatio ratio = tally.ratio();
    Levels levels = yardstick.levels();
    Bounds bounds = new Bounds(ratio.lowerBound(levels.low()), ratio.upperBound(levels.high()));
    OverProcesses processes = OverProcesses.of(rate::welch, yardstick);
    double evidence = processes.evidence(ratio.logEvidence());
    Verdict verdict = yardstick.verdict(bounds);
    if (processes.contradict(verdict, yardstick)) {
      Change change = yardstick.change(RATE, estimate, bounds, Verdict.INCONCLUSIVE);
      return new Judgement(change, true, Optional.of(PairedJudge.PROCESSES_DIFFER), evidence);
    }
    Change change = yardstick.change(RATE, estimate, bounds, verdict);
    if (verdict != Verdict.INCONCLUSIVE) {
      return Judgement.decided(change, evidence);
    }
    return tooSparse(tally, yardstick) && !leansToRegression(ratio, yardstick.settings())
        ? Judgement.closed(change, PairedJudge.TOO_SPARSE, evidence)
        : Judgement.open(change, evidence);
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

  private static boolean leansToRegression(RateRatio ratio, SignalSettings settings) {
    double top = 1 + settings.tolerance();
    double more = ratio.logEvidenceAbove(top);
    double less = ratio.swapped().logEvidenceAbove(top);
    return switch (settings.worse()) {
      case HIGHER -> more >= LEANING;
      case LOWER -> less >= LEANING;
      case EITHER -> Math.max(more, less) >= LEANING;
    };
  }
}
