package io.graydiff.collect;

import io.graydiff.kernel.KernelAbi;
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

  /** So far ahead are the ends of windows announced to the programs. */
  private static final long LEAD = 500_000;

  private static final long FOR_GOOD = Long.MAX_VALUE;
  private static final double DISTURBING_SHARE = 0.03;
  private static final long TICK = 50_000_000;
  private static final long OPEN_TICK = 20_000_000;
  private static final long DISTURBING_TICK = 5_000_000;
  private static final long RETRY = 10_000_000_000L;
  private static final long FIRST_LOOK = 300_000_000;

  private final KernelProbes kernel;
  private final Observer observer;
  private final CostAccount cost;
  private final CensoredCounts censored;
  private final double budget;
  private final CostForecast forecast;
  private final List<Gate> gates;
  private final long[] hits = new long[KernelAbi.GD_PROBES];
  private final double[] paid = new double[KernelAbi.GD_PROBES];
  private double balance;
  private long last;
  private long began;
  private long firstLook;

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
    this.kernel = kernel;
    this.observer = observer;
    this.cost = cost;
    this.censored = censored;
    this.budget = budget;
    this.forecast = new CostForecast(observer, cost);
    this.gates = Arrays.stream(ProbeGroup.values()).map(g -> new Gate(g, random)).toList();
    for (ProbeKind kind : ProbeKind.values()) {
      hits[kind.number()] = kernel.hits(kind);
    }
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
    if (Double.isInfinite(budget)) {
      account(now);
      for (Gate gate : gates) {
        if (!gate.isOpen() && now >= gate.nextAt() && observer.hasProbes(gate.group().kinds())) {
          tryOpen(gate, FOR_GOOD);
        }
      }
      return now + FIRST_LOOK;
    }
    if (firstLook == 0 && observer.isObserving()) {
      // The first sample of the CPU time that the budget is a share of.
      firstLook = now + FIRST_LOOK;
      cost.update(report(now));
      forecast.begin(now);
    }
    if (firstLook == 0 || now - firstLook < 0) {
      last = now;
      return now + TICK;
    }
    account(now);
    closeDue(now);
    openDue(now);
    return nextLook(now);
  }

  /** Windows begin and end on time; and one that is dear is watched closely, to be cut off. */
  private long nextLook(long now) {
    long next = now + TICK;
    for (Gate gate : gates) {
      if (gate.isOpen() && !gate.isAlways()) {
        long tick = gate.isDisturbing() ? DISTURBING_TICK : OPEN_TICK;
        next = Math.min(next, Math.min(now + tick, gate.closesAt()));
      } else if (gate.isPlaced()) {
        next = Math.min(next, Math.max(now + DISTURBING_TICK, gate.nextAt()));
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
        seconds.put(kind, paid[kind.number()] / 1e9);
      }
    }
    return new GovernorReport(duties, cutOffs, seconds);
  }

  /** Everybody earns, and pays for the hits since the last time. */
  private void account(long now) {
    double seconds = (now - last) / 1e9;
    last = now;
    for (Gate gate : gates) {
      for (ProbeKind kind : gate.group().kinds()) {
        pay(gate, kind);
      }
    }
    if (seconds > 0 && !Double.isInfinite(budget)) {
      earn(budget * cost.targetCpuNanosPerSecond() * seconds, seconds);
    }
  }

  private void pay(Gate gate, ProbeKind kind) {
    long now = kernel.hits(kind);
    long more = now - hits[kind.number()];
    double nanos = more * cost.nanosPerHit(kind);
    hits[kind.number()] = now;
    paid[kind.number()] += nanos;
    balance -= nanos;
    gate.pay(more, nanos);
  }

  private void earn(double earned, double seconds) {
    balance += earned;
    double weights = 0;
    int poor = 0;
    for (Gate gate : gates) {
      if (observer.hasProbes(gate.group().kinds())) {
        weights += gate.group().weight();
        poor += gate.isAlways() ? 0 : 1;
      }
    }
    double surplus = 0;
    for (Gate gate : gates) {
      if (observer.hasProbes(gate.group().kinds())) {
        double part = earned * gate.group().weight() / weights;
        surplus += gate.purse().credit(part, seconds, gate.goal());
      }
    }
    for (Gate gate : gates) {
      if (observer.hasProbes(gate.group().kinds()) && !gate.isAlways()) {
        gate.purse().gift(surplus / poor);
      }
    }
  }

  private void closeDue(long now) throws KernelException {
    for (Gate gate : gates) {
      if (gate.isAlways() && gate.isOverspent()) {
        LOG.info("{}: hit more often than the budget allows", gate.group());
        close(gate, true);
      } else if (gate.isOpen() && !gate.isAlways()) {
        if (gate.isCutOffDue() || now >= gate.closesAt()) {
          close(gate, now < gate.closesAt());
        }
      }
    }
  }

  private void openDue(long now) {
    for (Gate gate : gates) {
      if (gate.isOpen() || now < gate.nextAt() || !observer.hasProbes(gate.group().kinds())) {
        continue;
      }
      forecast.apply(gate, now);
      long length =
          balance > 0 && gate.fitsAlways()
              ? FOR_GOOD
              : gate.affordable(balance, forecast.firstCost(gate.group().kinds()));
      if (length == 0 || (wouldDisturb(gate) && isAnyDisturbing())) {
        continue;
      }
      if (length == FOR_GOOD || gate.isPlaced()) {
        tryOpen(gate, length);
      } else {
        gate.place(now);
      }
    }
  }

  /** What cannot be attached at a second try is tried again later; the other groups go on. */
  private void tryOpen(Gate gate, long length) {
    try {
      gate.opening();
      open(gate, length);
    } catch (KernelException first) {
      try {
        observer.detach(gate.group().kinds());
        open(gate, length);
      } catch (KernelException e) {
        LOG.warn("{} cannot be attached: {}", gate.group(), e.getMessage());
        observer.detach(gate.group().kinds());
        if (!isAnyDisturbing()) {
          kernel.disturbRequestsUntil(System.nanoTime());
        }
        gate.postpone(System.nanoTime() + RETRY);
      }
    }
  }

  /**
   * So dear while open that it slows down what other probes measure meanwhile. Requests do not
   * disturb themselves: without their probes they are not timed at all.
   */
  private boolean wouldDisturb(Gate gate) {
    double harmless = DISTURBING_SHARE * cost.targetCpuNanosPerSecond();
    return gate.group() != ProbeGroup.REQUESTS && !(gate.cost().perSecond() < harmless);
  }

  private boolean isAnyDisturbing() {
    for (Gate gate : gates) {
      if (gate.isDisturbing()) {
        return true;
      }
    }
    return false;
  }

  private void open(Gate gate, long length) throws KernelException {
    boolean disturbing = length != FOR_GOOD && wouldDisturb(gate);
    if (disturbing) {
      kernel.disturbRequestsUntil(Long.MAX_VALUE);
    }
    observer.attach(gate.group().kinds());
    // Only from then on, with the probes of every binary in place, does anything count.
    account(System.nanoTime());
    long from = System.nanoTime() + LEAD;
    long until = length == FOR_GOOD ? FOR_GOOD : from + length;
    gate.group().kinds().forEach(kind -> kernel.count(kind, from, until));
    gate.opened(from, until, length == FOR_GOOD, disturbing);
  }

  private void close(Gate gate, boolean cutOff) throws KernelException {
    boolean disturbing = gate.isDisturbing();
    long begun = System.nanoTime();
    account(begun);
    double attaching = gate.spentBeforeWindow();
    double within = gate.spentSinceOpen() - attaching;
    long end = Math.min(gate.closesAt(), begun + LEAD);
    gate.group().kinds().forEach(kind -> kernel.stopCounting(kind, end));
    observer.detach(gate.group().kinds());
    int cut = censored.cutOff(gate.group().kinds(), gate.openedAt(), end);
    long now = System.nanoTime();
    account(now);
    if (disturbing) {
      kernel.disturbRequestsUntil(now);
    }
    gate.closed(end, within, cut, cutOff, now);
    LOG.debug(
        "{} was open for {} ns: hits took {} ns in it, {} before; {} ns until detached{}",
        gate.group(),
        end - gate.openedAt(),
        within,
        attaching,
        now - begun,
        cutOff ? "; cut off" : "");
  }
}
