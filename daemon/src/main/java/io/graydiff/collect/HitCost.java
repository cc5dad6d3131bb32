package io.graydiff.collect;

import io.graydiff.gobinary.Placement;
import io.graydiff.kernel.KernelAbi;
import io.graydiff.probe.PlannedProbe;
import io.graydiff.probe.ProbeKind;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.DoubleSupplier;

/**
 * What the hits of each kind of probes have cost, and what one costs in the mean: by how long its
 * programs run in these processes, by how close hits come upon each other, and by the placements
 * that were hit where the programs count them, else by those of the sites, as if each were hit as
 * often as the others. For the collector's thread.
 */
final class HitCost {
  /** So many hits tell better than the sites how many of them are dear. */
  private static final long ENOUGH = 1_000;

  /** Nobody knows how often they come: as dear as they can be. */
  private static final double FAR_APART = Double.POSITIVE_INFINITY;

  private final KernelProbes kernel;
  private final Observer observer;
  private final DoubleSupplier targetCpuNanosPerSecond;
  private ProbeCost cost;
  private final double[] dearShare = new double[KernelAbi.GD_PROBES];
  private final RunTime[] runsBefore = new RunTime[KernelAbi.GD_PROBES];
  private final long[] hits = new long[KernelAbi.GD_PROBES];
  private final long[] dear = new long[KernelAbi.GD_PROBES];
  private final long[] since = new long[KernelAbi.GD_PROBES];
  private final long[] dearSince = new long[KernelAbi.GD_PROBES];
  private final double[] nanos = new double[KernelAbi.GD_PROBES];
  private final double[] means = new double[KernelAbi.GD_PROBES];
  private final long[] lookedAt = new long[KernelAbi.GD_PROBES];
  private int plansSeen;

  /**
   * Of hits from now on: those before are the calibration's own.
   *
   * @param targetCpuNanosPerSecond that the observed processes use; 0 while that is not known
   */
  HitCost(
      KernelProbes kernel,
      Observer observer,
      ProbeCost cost,
      DoubleSupplier targetCpuNanosPerSecond) {
    this.kernel = kernel;
    this.observer = observer;
    this.cost = cost;
    this.targetCpuNanosPerSecond = targetCpuNanosPerSecond;
    for (ProbeKind kind : ProbeKind.values()) {
      hits[kind.number()] = kernel.hits(kind);
      dear[kind.number()] = kernel.dearHits(kind);
      runsBefore[kind.number()] = kernel.runTime(kind);
    }
  }

  /** What the trap of a hit costs from now on. */
  void retune(TrapCost trap) {
    cost = new ProbeCost(trap, cost.programNanos(), cost.spanNanos());
  }

  /** Learns what a hit costs in the mean, of what was hit and timed by now; once in a while. */
  void learn() {
    if (plansSeen != observer.plans()) {
      plansSeen = observer.plans();
      learnSites();
    }
    for (ProbeKind kind : ProbeKind.values()) {
      int number = kind.number();
      means[number] =
          since[number] < ENOUGH ? bySites(kind, FAR_APART) : nanos[number] / since[number];
    }
  }

  private void learnSites() {
    for (ProbeKind kind : ProbeKind.values()) {
      dearShare[kind.number()] =
          observer.binaries().stream()
              .flatMap(b -> b.planned().getOrDefault(kind, List.of()).stream())
              .mapToDouble(HitCost::dearShare)
              .average()
              .orElse(0);
    }
  }

  private static double dearShare(PlannedProbe probe) {
    return probe.sites().stream()
        .mapToDouble(site -> site.placement() == Placement.DEAR ? 1 : 0)
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
    double apart = apart(number, more);
    if (more == 0 && moreDear == 0) {
      return nanos[number];
    }
    hits[number] = now;
    dear[number] = dearNow;
    since[number] += more;
    dearSince[number] += moreDear;
    nanos[number] +=
        kernel.countsDearHits()
            ? (more - moreDear) * nanos(kind, Placement.CHEAP, apart)
                + moreDear * nanos(kind, Placement.DEAR, apart)
            : more * bySites(kind, apart);
    return nanos[number];
  }

  /**
   * CPU time of the observed processes for each of so many hits since the last look. Groups are
   * looked at when their windows begin and end, so that this is of the time that they were open.
   */
  private double apart(int number, long more) {
    long now = System.nanoTime();
    double seconds = (now - lookedAt[number]) / 1e9;
    lookedAt[number] = now;
    double cpuNanos = seconds * targetCpuNanosPerSecond.getAsDouble();
    return more > 0 && cpuNanos > 0 ? cpuNanos / more : FAR_APART;
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

  /** What a hit of a kind costs in the mean, as of the last {@link #learn}. */
  double mean(ProbeKind kind) {
    return means[kind.number()];
  }

  private double bySites(ProbeKind kind, double apart) {
    double dear = dearShare[kind.number()];
    return (1 - dear) * nanos(kind, Placement.CHEAP, apart)
        + dear * nanos(kind, Placement.DEAR, apart);
  }

  private double nanos(ProbeKind kind, Placement placement, double apart) {
    return cost.nanos(kind, placement, apart, runs(kind).mean());
  }

  /** Of a sampled stack it is known where it is known of the program that samples it. */
  private RunTime runs(ProbeKind kind) {
    ProbeKind timed = kind == ProbeKind.ALLOC_STACK ? ProbeKind.ALLOC_SIZE : kind;
    return kernel.runTime(timed).since(runsBefore[timed.number()]);
  }
}
