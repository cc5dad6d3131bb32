package io.graydiff.collect;

import io.graydiff.probe.ProbeKind;
import java.util.Map;

/**
 * What the measuring costs, over the last minute, and what it could not count. Immutable.
 *
 * @param targetCpuShare CPU time that probe hits take from the observed processes, over what they
 *     use
 * @param agentCpuShare CPU time of this agent, over what the observed processes use
 * @param hits of all probes, since the agent began
 * @param hitsByKind since the agent began
 * @param dutyByKind the share of the time for which the probes of a kind were attached
 * @param spansLost spans that found the table of open spans full, since the agent began
 * @param eventsLost events that found the ring full, since the agent began
 */
public record CostSnapshot(
    double targetCpuShare,
    double agentCpuShare,
    long hits,
    Map<ProbeKind, Long> hitsByKind,
    Map<ProbeKind, Double> dutyByKind,
    long spansLost,
    long eventsLost) {

  /** Before anything was measured. */
  public static final CostSnapshot NONE = new CostSnapshot(0, 0, 0, Map.of(), Map.of(), 0, 0);

  public CostSnapshot {
    hitsByKind = Map.copyOf(hitsByKind);
    dutyByKind = Map.copyOf(dutyByKind);
  }
}
