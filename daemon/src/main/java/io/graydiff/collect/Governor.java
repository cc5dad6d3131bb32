package io.graydiff.collect;

import io.graydiff.kernel.KernelException;
import io.graydiff.probe.ProbeKind;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the cost of measuring within a budget: a share of the CPU time that the observed processes
 * use. Each group of probes earns its part and pays for its hits. A group whose cost fits stays
 * open; the others are opened for windows at random moments, for all observed processes at once, so
 * that both sides of a comparison see the same stretches of time. Groups so dear that they slow
 * down what others measure are open one at a time. No window begins that the group, or all of them
 * together, has not saved for; one that costs more than planned is closed at once, and the group
 * pauses twice as long each time.
 *
 * <p>For the collector's thread.
 */
public final class Governor {
  private static final Logger LOG = LoggerFactory.getLogger(Governor.class);

  private static final double DISTURBING_SHARE = 0.03;

  /** The kernel's programs end what is too dear at once, so nobody has to look more often. */
  private static final long LONGEST_TICK = 400_000_000;

  private static final int TICKS_A_PERIOD = 8;

  /** Whoever has just started the agent waits for the first probes. */
  private static final long TICK_IN_THE_BEGINNING = 40_000_000;

  private static final long BEGINNING = 1_500_000_000;
  private static final long FIRST_LOOK = 100_000_000;

  /** So long may it take to attach the probes of a group. */
  private static final long OPENING = 30_000_000;

  /** Between the windows of a group, so that opening them takes the agent little CPU time. */
  private static final long SHORTEST_PERIOD = 1_500_000_000;

  private static final long LONGEST_PERIOD = 6_500_000_000L;

  /** At most about as many lie between two openings, so that nearly every window sees one. */
  private static final double PERIODS_A_WINDOW = 1.5;

  private final Observer observer;
  private final CostAccount cost;
  private final CostForecast forecast;
  private final List<Gate> gates;
  private final Treasury treasury;
  private final GateSwitch gateSwitch;
  private long tick = SHORTEST_PERIOD / TICKS_A_PERIOD;
  private long began;
  private long firstLook;
  private boolean knowsCpu;

  /**
   * @param budget share of the observed processes' CPU time; infinite: everything is always open
   * @param random places the windows
   */
  public Governor(
      KernelProbes kernel,
      Observer observer,
      CostAccount cost,
      CensoredCounts censored,
      double budget,
      RandomGenerator random) {
    this.observer = observer;
    this.cost = cost;
    this.forecast = new CostForecast(observer, cost);
    this.gates =
        Arrays.stream(ProbeGroup.values()).map(g -> new Gate(g, random, SHORTEST_PERIOD)).toList();
    this.treasury = new Treasury(kernel, observer, cost, forecast, gates, budget);
    this.gateSwitch = new GateSwitch(kernel, observer, censored, treasury);
  }

  /**
   * Groups that do not fit the budget are opened one and a half times in each window of a
   * comparison in the mean, where that is not more often than every one and a half nor less often
   * than every six and a half seconds.
   *
   * @param windowNanos length of the shortest windows that are compared now
   */
  void openInEach(long windowNanos) {
    long period =
        Math.max(
            SHORTEST_PERIOD, Math.min(LONGEST_PERIOD, (long) (windowNanos / PERIODS_A_WINDOW)));
    gates.forEach(gate -> gate.setPeriod(period));
    tick = Math.min(LONGEST_TICK, period / TICKS_A_PERIOD);
  }

  /**
   * Opens and closes what is due.
   *
   * @return when it wants to be called again
   */
  public long work(long now) throws KernelException {
    if (began == 0) {
      began = now;
    }
    if (treasury.isUnlimited()) {
      treasury.account(now);
      for (Gate gate : gates) {
        if (!gate.isOpen() && now >= gate.nextAt() && observer.hasProbes(gate.group())) {
          gateSwitch.open(gate, GateSwitch.FOR_GOOD, false);
        }
      }
      return now + FIRST_LOOK;
    }
    if (firstLook == 0 && observer.isObserving()) {
      // The first sample of the CPU time that the budget is a share of.
      firstLook = now + FIRST_LOOK;
      cost.update(report(now));
      forecast.begin(now);
      treasury.begin(now);
    }
    if (firstLook == 0) {
      return now + tick;
    }
    if (now - firstLook < 0) {
      return firstLook;
    }
    if (!knowsCpu) {
      knowsCpu = true;
      cost.update(report(now));
    }
    treasury.account(now);
    closeDue(now);
    openDue(now);
    return nextLook(now);
  }

  /** Windows begin and end on time; one that has to wait may begin when another has ended. */
  private long nextLook(long now) {
    long next = now + (now - firstLook < BEGINNING ? TICK_IN_THE_BEGINNING : tick);
    for (Gate gate : gates) {
      if (gate.isOpen() && !gate.isAlways()) {
        next = Math.min(next, gate.closesAt());
      } else if (gate.isPlaced() && gate.nextAt() > now) {
        next = Math.min(next, gate.nextAt());
      }
    }
    return next;
  }

  /** Time for which the probes of a kind have counted, up to now. */
  public long openNanos(ProbeKind kind, long now) {
    long nanos = 0;
    for (Gate gate : gates) {
      if (gate.group().kinds().contains(kind)) {
        nanos += gate.openNanos(now);
      }
    }
    return nanos;
  }

  /** What each kind of probes has done since the beginning. */
  GovernorReport report(long now) {
    Map<ProbeKind, Double> duties = new EnumMap<>(ProbeKind.class);
    Map<ProbeKind, Long> cutOffs = new EnumMap<>(ProbeKind.class);
    Map<ProbeKind, Double> seconds = new EnumMap<>(ProbeKind.class);
    for (Gate gate : gates) {
      for (ProbeKind kind : gate.group().kinds()) {
        double share = (double) gate.openNanos(now) / Math.max(1, now - began);
        duties.put(kind, Math.min(1, Math.max(0, share)));
        cutOffs.put(kind, gate.cutOffs());
        seconds.put(kind, treasury.paidNanos(kind) / 1e9);
      }
    }
    return new GovernorReport(duties, cutOffs, seconds);
  }

  private void closeDue(long now) throws KernelException {
    for (Gate gate : gates) {
      if (!gate.isOpen()) {
        continue;
      }
      boolean spent = treasury.isSpent(gate) || gate.isOverspent();
      if (spent && gate.isAlways()) {
        LOG.info("{}: hit more often than the budget allows", gate.group());
      }
      if (spent || now >= gate.closesAt()) {
        gateSwitch.close(gate, spent);
      }
    }
  }

  private void openDue(long now) {
    for (Gate gate : gates) {
      if (gate.isOpen() || now < gate.nextAt() || !observer.hasProbes(gate.group())) {
        continue;
      }
      long length = affordable(gate, now);
      boolean disturbs = wouldDisturb(gate);
      if (length == 0 || (disturbs && isAnyDisturbing())) {
        continue;
      }
      if (length != GateSwitch.FOR_GOOD && !gate.isPlaced()) {
        gate.place(now);
      } else if (!isAnyToBeClosedSoon()) {
        gateSwitch.open(gate, length, disturbs && length != GateSwitch.FOR_GOOD);
      }
    }
  }

  /** For how long it may be opened now; 0: not at all. */
  private long affordable(Gate gate, long now) {
    forecast.apply(gate, now);
    if (treasury.balance() > 0 && gate.fitsAlways()) {
      return GateSwitch.FOR_GOOD;
    }
    double first = gate.cost().isKnown() ? 0 : forecast.firstCost(gate.group());
    return gate.affordable(treasury.balance(), first);
  }

  /**
   * So dear while open that it slows down what other probes measure meanwhile. Requests do not
   * disturb themselves: without their probes they are not timed at all.
   */
  private boolean wouldDisturb(Gate gate) {
    double harmless = DISTURBING_SHARE * cost.targetCpuNanosPerSecond();
    return gate.group() != ProbeGroup.REQUESTS && !(gate.cost().perSecond() < harmless);
  }

  /** It would be hit for as long as others are being attached. */
  private boolean isAnyToBeClosedSoon() {
    long soon = System.nanoTime() + OPENING;
    for (Gate gate : gates) {
      if (gate.isOpen() && !gate.isAlways() && gate.closesAt() < soon) {
        return true;
      }
    }
    return false;
  }

  private boolean isAnyDisturbing() {
    for (Gate gate : gates) {
      if (gate.isDisturbing()) {
        return true;
      }
    }
    return false;
  }
}
