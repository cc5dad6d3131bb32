package io.graydiff.collect;

import io.graydiff.probe.ProbeKind;
import java.util.Map;

/**
 * What the governor has done with each kind of probes since it began. Immutable.
 *
 * @param duties the share of the time for which a kind has counted
 * @param cutOffs windows that ended early, because they cost more than they might
 * @param seconds CPU time that hits took from the processes that made them
 */
record GovernorReport(
    Map<ProbeKind, Double> duties, Map<ProbeKind, Long> cutOffs, Map<ProbeKind, Double> seconds) {
  GovernorReport {
    duties = Map.copyOf(duties);
    cutOffs = Map.copyOf(cutOffs);
    seconds = Map.copyOf(seconds);
  }
}
