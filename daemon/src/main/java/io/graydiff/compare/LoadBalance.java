package io.graydiff.compare;

import io.graydiff.window.Exposure;

/**
 * Whether processes of both groups are under about the same load. Where they are not, what depends
 * on how busy a process is (its memory, its waits to run, the CPU time that it takes beside its
 * requests) differs though the versions do not, and no exposure makes up for it. Pure functions.
 */
final class LoadBalance {
  static final String UNEQUAL = "processes of the groups are not under the same load";

  /** Factor in requests a second of a process up to which loads count as the same. */
  private static final double MOST = 1.5;

  private LoadBalance() {}

  /** True unless requests are known in both groups and differ by process. */
  static boolean holds(Totals totals) {
    double baseline = requestsPerSecond(totals.baseline().exposure());
    double canary = requestsPerSecond(totals.canary().exposure());
    return !(baseline > 0 && canary > 0) || Math.max(baseline / canary, canary / baseline) <= MOST;
  }

  /** The judgement, left open to nobody where loads differ. */
  static Judgement judged(Judgement judgement, Totals totals) {
    if (holds(totals)) {
      return judgement;
    }
    Change c = judgement.change();
    Change undecided =
        new Change(
            c.statistic(), c.ratio(), c.low(), c.high(), c.tolerance(), Verdict.INCONCLUSIVE);
    return Judgement.closed(undecided, UNEQUAL, 0);
  }

  private static double requestsPerSecond(Exposure exposure) {
    return exposure.processSeconds() > 0 ? exposure.requests() / exposure.processSeconds() : 0;
  }
}
