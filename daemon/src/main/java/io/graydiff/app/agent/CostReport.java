package io.graydiff.app.agent;

import io.graydiff.collect.CostAccount;
import io.graydiff.collect.CostSnapshot;
import io.graydiff.collect.Roster;
import io.graydiff.compare.ComparisonResult;
import io.graydiff.gobinary.Placement;
import io.graydiff.gobinary.Site;
import io.graydiff.probe.PlannedProbe;
import io.graydiff.probe.ProbeKind;
import io.graydiff.probe.SignalPlan;
import io.graydiff.publish.ProbeStatus;
import io.graydiff.signal.Signal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/** The agent's account of cost and loss, in the words of a comparison's result. */
final class CostReport {
  private final CostAccount account;
  private final double budget;
  private final Roster roster;
  private final Set<Signal> signals;
  private final LongSupplier samplesLost;

  /**
   * @param samplesLost what this comparison's windows had no room for
   */
  CostReport(
      CostAccount account,
      double budget,
      Roster roster,
      Set<Signal> signals,
      LongSupplier samplesLost) {
    this.account = account;
    this.budget = budget;
    this.roster = roster;
    this.signals = signals;
    this.samplesLost = samplesLost;
  }

  ComparisonResult.Cost cost() {
    CostSnapshot now = account.snapshot();
    return new ComparisonResult.Cost(budget, now.targetCpuShare(), now.agentCpuShare(), now.hits());
  }

  ComparisonResult.Loss loss() {
    CostSnapshot now = account.snapshot();
    return new ComparisonResult.Loss(now.eventsLost(), now.spansLost() + samplesLost.getAsLong());
  }

  /** One entry for each signal and placement that is attached for the present members. */
  List<ProbeStatus> probes() {
    CostSnapshot now = account.snapshot();
    List<SignalPlan> plans =
        roster.entries().stream()
            .filter(Roster.Entry::present)
            .map(entry -> entry.observation().plan())
            .distinct()
            .flatMap(plan -> plan.signals().values().stream())
            .filter(plan -> signals.contains(plan.signal()))
            .toList();
    List<ProbeStatus> probes = new ArrayList<>();
    for (Signal signal : new TreeSet<>(signals)) {
      for (Placement placement : Placement.values()) {
        status(signal, placement, plans, now).ifPresent(probes::add);
      }
    }
    return probes;
  }

  private static Optional<ProbeStatus> status(
      Signal signal, Placement placement, List<SignalPlan> plans, CostSnapshot now) {
    Set<Site> sites = new HashSet<>();
    Set<ProbeKind> kinds = EnumSet.noneOf(ProbeKind.class);
    for (SignalPlan plan : plans) {
      if (plan.signal() == signal) {
        for (PlannedProbe probe : plan.probes()) {
          probe.sites().stream().filter(s -> s.placement() == placement).forEach(sites::add);
          if (probe.sites().stream().anyMatch(s -> s.placement() == placement)) {
            kinds.add(probe.kind());
          }
        }
      }
    }
    if (sites.isEmpty()) {
      return Optional.empty();
    }
    long hits = kinds.stream().mapToLong(kind -> now.hits(kind, placement)).sum();
    double duty =
        kinds.stream().mapToDouble(k -> now.dutyByKind().getOrDefault(k, 1.0)).min().orElse(1);
    return Optional.of(
        new ProbeStatus(
            signal,
            placement == Placement.CHEAP ? ProbeStatus.Placement.CHEAP : ProbeStatus.Placement.DEAR,
            sites.size(),
            hits,
            duty,
            kinds.stream().mapToLong(k -> now.cutOffsByKind().getOrDefault(k, 0L)).sum(),
            kinds.stream().mapToDouble(k -> now.secondsByKind().getOrDefault(k, 0.0)).sum()));
  }
}
