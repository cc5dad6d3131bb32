package io.graydiff.collect;

import io.graydiff.gobinary.Placement;
import io.graydiff.probe.ProbeKind;
import java.util.Map;

/**
 * What the measuring costs, over the last minute, and what it could not count. Immutable.
 *
 * @param targetCpuShare CPU time that probe hits take from the observed processes, over what they
 *     use
 * @param agentCpuShare CPU time of this agent, over the time that passed: 1 is one CPU
 * @param hits of all probes, since the agent began
 * @param hitsByKind since the agent began
 * @param dearHitsByKind those of them at dear sites, for the kinds of which the kernel tells
 * @param dutyByKind the share of the time for which the probes of a kind counted
 * @param cutOffsByKind windows that ended early because they cost more than they might, since the
 *     agent began
 * @param secondsByKind CPU time that hits took from the processes that made them, since the agent
 *     began
 * @param spansLost spans that found the table of open spans full, since the agent began
 * @param eventsLost events that found the ring full, since the agent began
 */
public record CostSnapshot(
    double targetCpuShare,
    double agentCpuShare,
    long hits,
    Map<ProbeKind, Long> hitsByKind,
    Map<ProbeKind, Long> dearHitsByKind,
    Map<ProbeKind, Double> dutyByKind,
    Map<ProbeKind, Long> cutOffsByKind,
    Map<ProbeKind, Double> secondsByKind,
    long spansLost,
    long eventsLost) {

  /** Before anything was measured. */
  public static final CostSnapshot NONE =
      new CostSnapshot(0, 0, 0, Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), 0, 0);

  public CostSnapshot {
    hitsByKind = Map.copyOf(hitsByKind);
    dearHitsByKind = Map.copyOf(dearHitsByKind);
    dutyByKind = Map.copyOf(dutyByKind);
    cutOffsByKind = Map.copyOf(cutOffsByKind);
    secondsByKind = Map.copyOf(secondsByKind);
  }

  /**
   * Hits of a kind at sites of one placement. Where the kernel does not tell, all of the kind's, if
   * it has such sites.
   */
  public long hits(ProbeKind kind, Placement placement) {
    long all = hitsByKind.getOrDefault(kind, 0L);
    Long dear = dearHitsByKind.get(kind);
    if (dear == null) {
      return all;
    }
    return placement == Placement.DEAR ? dear : all - dear;
  }
}
