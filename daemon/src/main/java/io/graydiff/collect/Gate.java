package io.graydiff.collect;

import java.util.random.RandomGenerator;

/**
 * The state of one group of probes: whether it is open, what it has spent, and when and for how
 * long it may open next. Costs are nanoseconds of the observed processes' CPU time. For one thread.
 */
final class Gate {
  /** The shortest window that is worth attaching for. */
  static final long SHORTEST_WINDOW = 5_000_000;

  /** A window of which nobody knows what it will cost. */
  static final long FIRST_WINDOW = 2_000_000;

  /** Long enough to see the end of what takes two seconds. */
  static final long LONGEST_WINDOW = 2_500_000_000L;

  /** So much of its income does a group save for a long window. */
  private static final double SAVED_SECONDS = 30;

  private static final int ONE_IN_SO_MANY_IS_LONG = 8;

  /** Where more of the spans than that are cut off, some windows have to be long. */
  private static final double CUT_OFTEN = 0.1;

  private static final long FIRST_PAUSE = 200_000_000;
  private static final int MOST_DOUBLINGS = 7;
  private static final double ALWAYS_SHARE = 0.8;
  private static final double DEBT_SECONDS = 0.5;
  private static final double OVERDRAFT = 2;

  private final ProbeGroup group;
  private final RandomGenerator random;
  private final Purse purse = new Purse();
  private final WindowCost cost = new WindowCost();
  private boolean open;
  private boolean always;
  private boolean disturbing;
  private boolean placed;
  private boolean longWanted;
  private long openedAt;
  private long closeAt;
  private long openNanos;
  private long nextAt;
  private double spentSinceOpen;
  private double spentBeforeWindow;
  private double mayCost;
  private long hitsSinceOpen;
  private long period;
  private int windows;
  private int cutsInARow;
  private long cutOffs;

  /**
   * @param period as {@link #setPeriod}
   */
  Gate(ProbeGroup group, RandomGenerator random, long period) {
    this.group = group;
    this.random = random;
    this.period = period;
  }

  /** About so many nanoseconds lie between the windows that are drawn from now on, in the mean. */
  void setPeriod(long nanos) {
    period = nanos;
  }

  ProbeGroup group() {
    return group;
  }

  Purse purse() {
    return purse;
  }

  WindowCost cost() {
    return cost;
  }

  boolean isOpen() {
    return open;
  }

  /** Was not opened yet. */
  boolean isNew() {
    return windows == 0 && !open;
  }

  /** Open without an end in sight, because its cost fits the budget. */
  boolean isAlways() {
    return always;
  }

  /** Open, and so dear that requests are not timed meanwhile. */
  boolean isDisturbing() {
    return open && disturbing;
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

  /** Whether the moment of its next window is drawn. */
  boolean isPlaced() {
    return placed;
  }

  /** Windows that were ended early, because they cost more than they might. */
  long cutOffs() {
    return cutOffs;
  }

  /** Time for which it was open, up to now. */
  long openNanos(long now) {
    return openNanos + (open ? Math.max(0, Math.min(now, closeAt) - openedAt) : 0);
  }

  /** What the window costs that it saves for; 0 while nobody knows what it costs. */
  double goal() {
    return cost.isKnown() ? cost.of(wanted()) : 0;
  }

  private double wanted() {
    double saved = SAVED_SECONDS * purse.incomePerSecond();
    double most = Math.min(LONGEST_WINDOW, cost.nanosFor(saved));
    return longWanted ? Math.max(SHORTEST_WINDOW, most) : SHORTEST_WINDOW;
  }

  /** Pays for hits. */
  void pay(long hits, double nanos) {
    hitsSinceOpen += hits;
    purse.pay(nanos);
    spentSinceOpen += nanos;
  }

  /** What hits have cost since it was opened. */
  double spentSinceOpen() {
    return spentSinceOpen;
  }

  /** Whether it has no debt, and what it costs while open fits what it gets all the time. */
  boolean fitsAlways() {
    return purse.nanos() > 0 && cost.perSecond() < ALWAYS_SHARE * purse.incomePerSecond();
  }

  /** What hits have cost before its window began, while it was being attached. */
  double spentBeforeWindow() {
    return spentBeforeWindow;
  }

  /** Open, and more was spent than it may. */
  boolean isOverspent() {
    return open && maySpend() < 0;
  }

  /**
   * What it may still spend: a window twice what was saved for it, since what it costs varies; one
   * that is open for good all that it has and a little debt.
   */
  double maySpend() {
    return always
        ? purse.nanos() + purse.incomePerSecond() * DEBT_SECONDS
        : OVERDRAFT * mayCost - spentSinceOpen;
  }

  /**
   * How long a window it can pay for, in nanoseconds; 0 for none yet.
   *
   * @param mostToSpend what all groups together have saved
   * @param firstCost what it must have saved for a window of unknown cost
   */
  long affordable(double mostToSpend, double firstCost) {
    double money = Math.min(purse.nanos(), mostToSpend);
    if (!cost.isKnown()) {
      return money >= firstCost ? FIRST_WINDOW : 0;
    }
    return money < cost.of(wanted()) ? 0 : (long) Math.min(cost.nanosFor(money), LONGEST_WINDOW);
  }

  /** Draws the moment of the next window: that it can be paid for must not say when it is. */
  void place(long now) {
    placed = true;
    nextAt = Math.max(nextAt, now) + random.nextLong(windows > 1 ? period : FIRST_PAUSE);
  }

  /** It is being opened: from now on hits are charged to this opening. */
  void opening() {
    spentSinceOpen = 0;
    hitsSinceOpen = 0;
    mayCost = Math.max(purse.nanos(), 1e5);
  }

  /** Opened, for a window or for good. */
  void opened(long from, long until, boolean forGood, boolean isDisturbing) {
    open = true;
    always = forGood;
    disturbing = isDisturbing;
    openedAt = from;
    closeAt = until;
    spentBeforeWindow = spentSinceOpen;
  }

  /** All that it might spend went while it was being attached: it never was open. */
  void spentWhileOpening(long begun, long now) {
    double took = Math.max(1, now - begun);
    cost.suppose(spentSinceOpen / took * 1e9, took);
    countCut(true);
    rest(now);
  }

  /** It could not be opened. */
  void postpone(long next) {
    nextAt = next;
    placed = false;
  }

  /**
   * The window has ended.
   *
   * @param end of the window
   * @param within what the hits in it cost
   * @param cutSpans that had begun in it and not ended
   * @param cutOff whether it was ended early, because of its cost
   */
  void closed(long end, double within, int cutSpans, boolean cutOff, long now) {
    openNanos += Math.max(0, end - openedAt);
    cost.learn(within, end - openedAt, Math.max(0, spentSinceOpen - within));
    countCut(cutOff);
    open = false;
    always = false;
    // A span has two hits.
    longWanted = windows % ONE_IN_SO_MANY_IS_LONG == 0 && cutSpans > CUT_OFTEN * hitsSinceOpen / 2;
    rest(now);
  }

  private void countCut(boolean cutOff) {
    cutsInARow = cutOff ? Math.min(cutsInARow + 1, MOST_DOUBLINGS) : 0;
    cutOffs += cutOff ? 1 : 0;
    windows++;
  }

  /** Before the next window; longer after each that was cut off. */
  private void rest(long now) {
    placed = false;
    nextAt = now + (windows > 1 || cutsInARow > 0 ? period / 2 << cutsInARow : 0);
  }
}
