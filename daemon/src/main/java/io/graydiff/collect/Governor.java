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
 * open; the others are opened for short windows at random moments, one group at a time, and for all
 * observed processes at once, so that both sides of a comparison see the same stretches of time.
 * Groups so dear that they slow down what others measure are open one at a time. A group that costs
 * more than planned is closed at once and has to earn what it overspent.
 *
 * <p>For the collector's thread.
 */
public final class Governor {
  private static final Logger LOG = LoggerFactory.getLogger(Governor.class);
  private static final long LONGEST_WINDOW = 2_000_000_000;

  /** So far ahead are the ends of windows announced to the programs. */
  private static final long LEAD = 500_000;

  private static final long FOR_GOOD = Long.MAX_VALUE;
  private static final double DISTURBING_SHARE = 0.03;
  private static final long PAUSE = 700_000_000;
  private static final long TICK = 40_000_000;
  private static final long CLOSE_TICK = 5_000_000;
  private static final long RETRY = 10_000_000_000L;
  private static final long FIRST_LOOK = 300_000_000;

  private final KernelProbes kernel;
  private final Observer observer;
  private final CostAccount cost;
  private final CensoredCounts censored;
  private final double budget;
  private final RandomGenerator random;
  private final List<Gate> gates = Arrays.stream(ProbeGroup.values()).map(Gate::new).toList();
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
    this.random = random;
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
      for (Gate gate : gates) {
        if (!gate.isOpen() && now >= gate.nextAt() && observer.hasProbes(gate.group().kinds())) {
          tryOpen(gate, FOR_GOOD);
        }
      }
      return now + FIRST_LOOK;
    }
    if (!observer.observations().isEmpty() && firstLook == 0) {
      // The first sample of the CPU time that the budget is a share of.
      firstLook = now + FIRST_LOOK;
      cost.update(duties(now));
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

  /** Windows end on time; and one that is dear is watched closely, to be cut off. */
  private long nextLook(long now) {
    long next = now + (isAnyDisturbing() ? CLOSE_TICK : TICK);
    for (Gate gate : gates) {
      if (gate.isOpen()) {
        next = Math.min(next, gate.closesAt());
      }
    }
    return next;
  }

  /** Time for which the probes of a kind have counted, up to now. */
  public long openNanos(ProbeKind kind, long now) {
    return gates.stream()
        .filter(gate -> gate.group().kinds().contains(kind))
        .mapToLong(gate -> gate.openNanos(now))
        .sum();
  }

  /** The share of the time since the first look for which each kind has counted. */
  Map<ProbeKind, Double> duties(long now) {
    Map<ProbeKind, Double> duties = new EnumMap<>(ProbeKind.class);
    for (ProbeKind kind : ProbeKind.values()) {
      double share = (double) openNanos(kind, now) / Math.max(1, now - began);
      duties.put(kind, Math.min(1, Math.max(0, share)));
    }
    return duties;
  }

  private void account(long now) {
    double seconds = (now - last) / 1e9;
    last = now;
    if (seconds <= 0) {
      return;
    }
    double earned = budget * cost.targetCpuNanosPerSecond() * seconds;
    List<Gate> wanting =
        gates.stream().filter(gate -> observer.hasProbes(gate.group().kinds())).toList();
    double weights = wanting.stream().mapToInt(gate -> gate.group().weight()).sum();
    double surplus = 0;
    for (Gate gate : wanting) {
      surplus += gate.credit(earned * gate.group().weight() / weights, seconds);
      for (ProbeKind kind : gate.group().kinds()) {
        gate.charge(kind, kernel.hits(kind), cost.nanosPerHit(kind));
      }
    }
    List<Gate> poor = wanting.stream().filter(gate -> !gate.isAlways()).toList();
    for (Gate gate : poor) {
      gate.gift(surplus / poor.size(), seconds);
    }
  }

  private void closeDue(long now) throws KernelException {
    for (Gate gate : gates) {
      if (gate.isAlways() && gate.isOverspent()) {
        LOG.info("{}: hit more often than the budget allows", gate.group());
        close(gate);
      } else if (gate.isOpen() && !gate.isAlways()) {
        if (gate.isCutOffDue() || now >= gate.closesAt()) {
          close(gate);
        }
      }
    }
  }

  private void openDue(long now) {
    for (Gate gate : gates) {
      boolean due = !gate.isOpen() && now >= gate.nextAt();
      if (!due || !observer.hasProbes(gate.group().kinds())) {
        continue;
      }
      long length = gate.fitsAlways() ? FOR_GOOD : gate.affordable(LONGEST_WINDOW);
      if (length > 0 && !(wouldDisturb(gate) && isAnyDisturbing())) {
        tryOpen(gate, length);
      }
    }
  }

  /** What cannot be attached now is tried again later; the other groups go on. */
  private void tryOpen(Gate gate, long length) {
    try {
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

  /**
   * So dear while open that it slows down what other probes measure meanwhile. Requests do not
   * disturb themselves: without their probes they are not timed at all.
   */
  private boolean wouldDisturb(Gate gate) {
    double harmless = DISTURBING_SHARE * cost.targetCpuNanosPerSecond();
    return gate.group() != ProbeGroup.REQUESTS && !(gate.costPerSecond() < harmless);
  }

  private boolean isAnyDisturbing() {
    return gates.stream().anyMatch(Gate::isDisturbing);
  }

  private void open(Gate gate, long length) throws KernelException {
    boolean disturbing = length != FOR_GOOD && wouldDisturb(gate);
    if (disturbing) {
      kernel.disturbRequestsUntil(Long.MAX_VALUE);
    }
    observer.attach(gate.group().kinds());
    // Only from then on, with the probes of every binary in place, does anything count.
    long from = System.nanoTime() + LEAD;
    long until = length == FOR_GOOD ? FOR_GOOD : from + length;
    gate.group().kinds().forEach(kind -> kernel.count(kind, from, until));
    gate.opened(from, until, length == FOR_GOOD, disturbing);
  }

  private void close(Gate gate) throws KernelException {
    boolean disturbing = gate.isDisturbing();
    long end = Math.min(gate.closesAt(), System.nanoTime() + LEAD);
    gate.group().kinds().forEach(kind -> kernel.stopCounting(kind, end));
    observer.detach(gate.group().kinds());
    censored.cutOff(gate.group().kinds(), gate.openedAt(), end);
    long now = System.nanoTime();
    account(now);
    if (disturbing) {
      kernel.disturbRequestsUntil(now);
    }
    gate.closed(end, now + PAUSE / 2 + random.nextLong(PAUSE));
  }
}
