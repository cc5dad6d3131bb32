package io.graydiff.collect;

import io.graydiff.kernel.KernelAbi;
import io.graydiff.probe.ProbeKind;
import java.util.List;

/**
 * The money of all gates, in nanoseconds of the observed processes' CPU time: shares out what the
 * budget earns, charges every hit to the gate of its probe, and tells the kernel's programs after
 * how many hits a gate that is open has spent what it may. For the collector's thread.
 */
final class Treasury {
  /**
   * What gates save in one minute they spend in another, which must not take more than the budget
   * either: six seconds of a minute are a tenth. And the account of what hits cost is not exact.
   */
  private static final double SHARED_OUT = 2.0 / 3;

  private final KernelProbes kernel;
  private final Observer observer;
  private final CostAccount cost;
  private final CostForecast forecast;
  private final List<Gate> gates;
  private final double budget;
  private final long[] hits = new long[KernelAbi.GD_PROBES];
  private final double[] paid = new double[KernelAbi.GD_PROBES];
  private double balance;
  private long last;

  /**
   * @param gates that of rare events first
   * @param budget share of the observed processes' CPU time; infinite: nobody earns, and nothing is
   *     limited
   */
  Treasury(
      KernelProbes kernel,
      Observer observer,
      CostAccount cost,
      CostForecast forecast,
      List<Gate> gates,
      double budget) {
    this.kernel = kernel;
    this.observer = observer;
    this.cost = cost;
    this.forecast = forecast;
    this.gates = gates;
    this.budget = budget;
    for (ProbeKind kind : ProbeKind.values()) {
      paid[kind.number()] = cost.hitCost().total(kind);
      hits[kind.number()] = cost.hitCost().count(kind);
    }
    gates.forEach(gate -> kernel.limitTogether(gate.group().kinds()));
  }

  boolean isUnlimited() {
    return Double.isInfinite(budget);
  }

  /** Nobody has earned anything before. */
  void begin(long now) {
    last = now;
  }

  /** Everybody earns, and pays for the hits since the last time. */
  void account(long now) {
    double seconds = (now - last) / 1e9;
    last = now;
    gates.forEach(this::charge);
    if (seconds > 0 && !isUnlimited()) {
      earn(SHARED_OUT * budget * cost.targetCpuNanosPerSecond() * seconds, seconds);
    }
    for (Gate gate : gates) {
      if (gate.isAlways() && !isSpent(gate)) {
        limit(gate);
      }
    }
  }

  /** What all gates together have saved; less than zero is a debt. */
  double balance() {
    return balance;
  }

  /** What hits of a kind have cost since the beginning. */
  double paidNanos(ProbeKind kind) {
    return paid[kind.number()];
  }

  /** From now on the programs end the window of a gate once it has spent what it may. */
  void limit(Gate gate) {
    if (!isUnlimited()) {
      for (ProbeKind kind : gate.group().kinds()) {
        kernel.limit(kind, (long) (gate.maySpend() / cost.hitCost().mean(kind)));
      }
    }
  }

  /** The programs need not look at the hits of a gate that is closed. */
  void unlimit(Gate gate) {
    gate.group().kinds().forEach(kernel::unlimit);
  }

  /** Whether the programs have ended the window of a gate that is limited. */
  boolean isSpent(Gate gate) {
    if (isUnlimited()) {
      return false;
    }
    for (ProbeKind kind : gate.group().kinds()) {
      if (kernel.isLimitReached(kind)
          || (gate.isOpen() && kernel.stopsCountingAt(kind) < gate.closesAt())) {
        return true;
      }
    }
    return false;
  }

  /** A gate pays for the hits since it last did. */
  void charge(Gate gate) {
    for (ProbeKind kind : gate.group().kinds()) {
      double total = cost.hitCost().total(kind);
      long count = cost.hitCost().count(kind);
      double nanos = total - paid[kind.number()];
      long more = count - hits[kind.number()];
      hits[kind.number()] = count;
      paid[kind.number()] = total;
      balance -= nanos;
      gate.pay(more, nanos);
    }
  }

  /** Its first window, not paid for yet, shows the cheapest of the groups: that of rare events. */
  private boolean needsFirstWindow(Gate gate) {
    return observer.hasProbes(gate.group())
        && gate.isNew()
        && gate.purse().nanos() < forecast.firstCost(gate.group());
  }

  private void earn(double earned, double seconds) {
    balance += earned;
    Gate first = gates.get(0);
    if (needsFirstWindow(first)) {
      // Shared among all, what it takes would be late for everybody.
      first.purse().credit(earned, seconds, 0);
      return;
    }
    int others = 0;
    int poor = 0;
    boolean requests = false;
    for (Gate gate : gates) {
      if (observer.hasProbes(gate.group())) {
        boolean isRequests = gate.group() == ProbeGroup.REQUESTS;
        requests |= isRequests;
        others += isRequests ? 0 : gate.group().weight();
        poor += gate.isAlways() ? 0 : 1;
      }
    }
    // Requests get as much as all others together, however many these are.
    int ofRequests = requests ? Math.max(1, others) : 0;
    double surplus = 0;
    for (Gate gate : gates) {
      if (observer.hasProbes(gate.group())) {
        int weight = gate.group() == ProbeGroup.REQUESTS ? ofRequests : gate.group().weight();
        double part = earned * weight / (others + ofRequests);
        surplus += gate.purse().credit(part, seconds, gate.goal());
      }
    }
    for (Gate gate : gates) {
      if (observer.hasProbes(gate.group()) && !gate.isAlways()) {
        gate.purse().gift(surplus / poor);
      }
    }
  }
}
