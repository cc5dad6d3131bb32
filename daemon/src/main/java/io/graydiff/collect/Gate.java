package io.graydiff.collect;

import io.graydiff.probe.ProbeKind;
import java.util.EnumMap;
import java.util.Map;

/**
 * The state of one group of probes: whether it is open, what it has spent, and what it may spend.
 * Budgets and costs are nanoseconds of the observed processes' CPU time.
 */
final class Gate {
  /** Unspent budget is kept for so long, or until it pays for a window. */
  private static final double KEPT_SECONDS = 1;

  private static final double KEPT_WINDOWS = 1.5;

  /** The shortest window that is worth attaching for. */
  static final long SHORTEST_WINDOW = 5_000_000;

  private static final double SMOOTHING = 0.3;
  private static final double SHORTEST_TO_LEARN_FROM = 1e6;

  private final ProbeGroup group;
  private final Map<ProbeKind, Long> hits = new EnumMap<>(ProbeKind.class);
  private double tokens;
  private double income;
  private double costPerSecond = Double.NaN;
  private boolean open;
  private boolean always;
  private boolean disturbing;
  private long openedAt;
  private long closeAt;
  private double spentSinceOpen;
  private double mayCost;
  private long nextAt;
  private long openNanos;

  Gate(ProbeGroup group) {
    this.group = group;
  }

  ProbeGroup group() {
    return group;
  }

  boolean isOpen() {
    return open;
  }

  /** Open without an end in sight, because its cost fits the budget. */
  boolean isAlways() {
    return always;
  }

  long openedAt() {
    return openedAt;
  }

  /** When a window that is open ends. */
  long closesAt() {
    return closeAt;
  }

  /** When the next window may begin. */
  long nextAt() {
    return nextAt;
  }

  /** Time for which it was open, up to now. */
  long openNanos(long now) {
    return openNanos + (open ? Math.max(0, Math.min(now, closeAt) - openedAt) : 0);
  }

  /** Takes its part of the budget; what it cannot keep is returned. */
  double credit(double nanos, double seconds) {
    income = nanos / seconds;
    tokens += nanos;
    double window = Double.isNaN(costPerSecond) ? 0 : costPerSecond * SHORTEST_WINDOW / 1e9;
    double kept = Math.max(income * KEPT_SECONDS, window * KEPT_WINDOWS);
    double surplus = Math.max(0, tokens - kept);
    tokens -= surplus;
    return surplus;
  }

  /** Takes what others could not keep. */
  void gift(double nanos, double seconds) {
    tokens += nanos;
    income += nanos / seconds;
  }

  /** Pays for hits; they are counted since the agent began. */
  void charge(ProbeKind kind, long hitsNow, double nanosPerHit) {
    Long before = hits.put(kind, hitsNow);
    double cost = before == null ? 0 : (hitsNow - before) * nanosPerHit;
    tokens -= cost;
    spentSinceOpen += cost;
  }

  /** Whether it has no debt, and what it costs while open fits what it gets all the time. */
  boolean fitsAlways() {
    return tokens > 0 && costPerSecond < 0.8 * income;
  }

  /** What an open second costs; NaN before the first window. */
  double costPerSecond() {
    return costPerSecond;
  }

  boolean isOverspent() {
    return tokens < -income * KEPT_SECONDS / 2;
  }

  boolean isCutOffDue() {
    return open && !always && spentSinceOpen > 2 * mayCost;
  }

  /** How long a window it can pay for, in nanoseconds; 0 for none yet. */
  long affordable(long longest) {
    if (tokens <= 0) {
      return 0;
    }
    if (Double.isNaN(costPerSecond)) {
      return SHORTEST_WINDOW;
    }
    double nanos = tokens / Math.max(costPerSecond, 1) * 1e9;
    return nanos < SHORTEST_WINDOW ? 0 : (long) Math.min(nanos, longest);
  }

  /** Open, and so dear that requests are not timed meanwhile. */
  boolean isDisturbing() {
    return open && disturbing;
  }

  /** Opened, for a window or for good. */
  void opened(long from, long until, boolean forGood, boolean isDisturbing) {
    open = true;
    always = forGood;
    disturbing = isDisturbing;
    openedAt = from;
    closeAt = until;
    spentSinceOpen = 0;
    mayCost = Math.max(tokens, 1e5);
  }

  /** It could not be opened. */
  void postpone(long next) {
    nextAt = next;
  }

  /** The window has ended. */
  void closed(long end, long next) {
    openNanos += Math.max(0, end - openedAt);
    learn(end);
    open = false;
    always = false;
    nextAt = next;
  }

  /** Learns what an open second costs. */
  private void learn(long end) {
    double nanos = end - openedAt;
    if (nanos < SHORTEST_TO_LEARN_FROM) {
      return;
    }
    double measured = spentSinceOpen / nanos * 1e9;
    costPerSecond =
        Double.isNaN(costPerSecond)
            ? measured
            : Math.max(measured, costPerSecond + SMOOTHING * (measured - costPerSecond));
  }
}
