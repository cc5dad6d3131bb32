package io.graydiff.collect;

import io.graydiff.gobinary.Placement;
import io.graydiff.kernel.KernelAbi;
import io.graydiff.probe.PlannedProbe;
import io.graydiff.probe.ProbeKind;
import java.util.List;
import java.util.OptionalLong;

/**
 * What the hits of each kind of probes have cost, and what one costs in the mean: by the placements
 * that were hit where the programs count them, else by those of the sites, as if each were hit as
 * often as the others. For the collector's thread.
 */
final class HitCost {
  /** So many hits tell better than the sites how many of them are dear. */
  private static final long ENOUGH = 1_000;

  private final KernelProbes kernel;
  private final Observer observer;
  private final ProbeCost cost;
  private final double[] bySites = new double[KernelAbi.GD_PROBES];
  private final long[] hits = new long[KernelAbi.GD_PROBES];
  private final long[] dear = new long[KernelAbi.GD_PROBES];
  private final long[] since = new long[KernelAbi.GD_PROBES];
  private final long[] dearSince = new long[KernelAbi.GD_PROBES];
  private final double[] nanos = new double[KernelAbi.GD_PROBES];
  private int plansSeen;

  /** Of hits from now on: those before are the calibration's own. */
  HitCost(KernelProbes kernel, Observer observer, ProbeCost cost) {
    this.kernel = kernel;
    this.observer = observer;
    this.cost = cost;
    for (ProbeKind kind : ProbeKind.values()) {
      hits[kind.number()] = kernel.hits(kind);
      dear[kind.number()] = kernel.dearHits(kind);
      bySites[kind.number()] = cost.nanos(kind, Placement.CHEAP);
    }
  }

  /** Looks at the sites of the binaries that are observed now. */
  void learnSites() {
    if (plansSeen == observer.plans()) {
      return;
    }
    plansSeen = observer.plans();
    for (ProbeKind kind : ProbeKind.values()) {
      bySites[kind.number()] =
          observer.binaries().stream()
              .flatMap(b -> b.planned().getOrDefault(kind, List.of()).stream())
              .mapToDouble(this::bySites)
              .average()
              .orElse(cost.nanos(kind, Placement.CHEAP));
    }
  }

  private double bySites(PlannedProbe probe) {
    return probe.sites().stream()
        .mapToDouble(site -> cost.nanos(probe.kind(), site.placement()))
        .average()
        .orElse(0);
  }

  /** What all hits of a kind have cost so far. */
  double total(ProbeKind kind) {
    int number = kind.number();
    // Dear ones first: one that comes in between must not seem to be dearer than all.
    long dearNow = kernel.dearHits(kind);
    long now = kernel.hits(kind);
    long more = now - hits[number];
    long moreDear = dearNow - dear[number];
    hits[number] = now;
    dear[number] = dearNow;
    since[number] += more;
    dearSince[number] += moreDear;
    nanos[number] +=
        kernel.countsDearHits()
            ? (more - moreDear) * cost.nanos(kind, Placement.CHEAP)
                + moreDear * cost.nanos(kind, Placement.DEAR)
            : more * bySites[number];
    return nanos[number];
  }

  /** How many hits of a kind were made so far, as of the last {@link #total}. */
  long count(ProbeKind kind) {
    return since[kind.number()];
  }

  /** How many of them were at dear sites; empty where the programs cannot tell. */
  OptionalLong dear(ProbeKind kind) {
    return kernel.countsDearHits()
        ? OptionalLong.of(dearSince[kind.number()])
        : OptionalLong.empty();
  }

  /** What a hit of a kind costs in the mean. */
  double mean(ProbeKind kind) {
    int number = kind.number();
    return since[number] < ENOUGH ? bySites[number] : nanos[number] / since[number];
  }
}
