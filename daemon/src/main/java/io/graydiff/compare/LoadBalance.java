package io.graydiff.compare;

import io.graydiff.signal.Signal;
import io.graydiff.signal.Unit;
import io.graydiff.window.Exposure;
import java.util.EnumSet;
import java.util.Set;

/**
 * Whether processes of both groups are under about the same load. Where they are not, all that a
 * process does beside its requests (background allocations, memory, waits to run) differs per
 * request though the versions do not, and no exposure makes up for it. Pure functions.
 */
final class LoadBalance {
  static final String UNEQUAL = "processes of the groups are not under the same load";

  /** Factor in requests a second of a process up to which loads count as the same. */
  private static final double MOST = 1.5;

  /** What comes of requests alone: a process without any has none of it. */
  private static final Set<Signal> OF_REQUESTS =
      EnumSet.of(
          Signal.HTTP_REQUEST_LATENCY,
          Signal.GRPC_REQUEST_LATENCY,
          Signal.TLS_HANDSHAKE_LATENCY,
          Signal.TLS_HANDSHAKES_STARTED,
          Signal.TLS_HANDSHAKES_FINISHED,
          Signal.PANICS,
          Signal.GOEXITS,
          Signal.THROWS,
          Signal.CONTEXTS_TIMED_OUT,
          Signal.CONTEXTS_CANCELLED,
          Signal.HTTP_RESPONSES_2XX,
          Signal.HTTP_RESPONSES_3XX,
          Signal.HTTP_RESPONSES_4XX,
          Signal.HTTP_RESPONSES_5XX);

  private LoadBalance() {}

  /**
   * The judgement, or no verdict where it may come of unequal load. What is a fixed part and a part
   * per request differs by at most the factor in the loads, so a regression beyond that factor
   * stands. So do rates that are the same, and a growth in number that lasts, such as a leak of
   * goroutines.
   */
  static Judgement judged(Signal signal, Judgement judgement, Totals totals) {
    double factor = factor(totals);
    Change c = judgement.change();
    if (factor <= MOST
        || OF_REQUESTS.contains(signal)
        || isSameRate(c)
        || isLeak(signal, c)
        || exceeds(c, factor)) {
      return judgement;
    }
    Change undecided =
        new Change(
            c.statistic(), c.ratio(), c.low(), c.high(), c.tolerance(), Verdict.INCONCLUSIVE);
    return Judgement.closed(undecided, UNEQUAL, 0);
  }

  private static boolean isSameRate(Change change) {
    return change.verdict() == Verdict.PASS && change.statistic().equals(RateJudge.RATE);
  }

  private static boolean isLeak(Signal signal, Change change) {
    return signal.unit() == Unit.ONE && change.statistic().equals(LevelTally.SLOPE);
  }

  private static boolean exceeds(Change change, double factor) {
    double most = factor * (1 + change.tolerance());
    return change.verdict() == Verdict.REGRESSION
        && change.statistic().equals(RateJudge.RATE)
        && (change.low() > most || change.high() < 1 / most);
  }

  /** How many times busier one group's processes are; 1 unless requests are known in both. */
  private static double factor(Totals totals) {
    double baseline = requestsPerSecond(totals.baselineServed().exposure());
    double canary = requestsPerSecond(totals.canaryServed().exposure());
    return baseline > 0 && canary > 0 ? Math.max(baseline / canary, canary / baseline) : 1;
  }

  private static double requestsPerSecond(Exposure exposure) {
    return exposure.processSeconds() > 0 ? exposure.requests() / exposure.processSeconds() : 0;
  }
}
