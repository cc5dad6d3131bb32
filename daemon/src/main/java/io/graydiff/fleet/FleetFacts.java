package io.graydiff.fleet;

import io.graydiff.compare.ComparisonResult;
import java.util.List;

/**
 * What a result says beside figures: who took part, at what cost.
 *
 * @param baseline processes counted, not named: agents export no more
 * @param canary likewise
 * @param cost the mean of the shares over agents, NaN where none is exported, the sum of the hits
 * @param loss sums over agents
 */
record FleetFacts(
    ComparisonResult.Group baseline,
    ComparisonResult.Group canary,
    ComparisonResult.Cost cost,
    ComparisonResult.Loss loss) {

  static FleetFacts at(PrometheusClient prometheus, FleetQuery query, double seconds)
      throws PrometheusException {
    List<Sample> processes = prometheus.instant(query.of(FleetQuery.GO_VERSIONS), seconds);
    List<Sample> cost = prometheus.instant(query.cost(), seconds);
    return new FleetFacts(
        group(query, processes, "baseline"),
        group(query, processes, "canary"),
        new ComparisonResult.Cost(
            mean(cost, "graydiff_budget_cpu_share"),
            mean(cost, "graydiff_target_cpu_share"),
            mean(cost, "graydiff_agent_cpu_share"),
            (long) sum(cost, "graydiff_agent_probe_hits_total")),
        new ComparisonResult.Loss(
            (long) sum(cost, "graydiff_events_lost_total"),
            (long) sum(cost, "graydiff_samples_lost_total")));
  }

  private static ComparisonResult.Group group(
      FleetQuery query, List<Sample> processes, String role) {
    List<Sample> members =
        processes.stream().filter(sample -> sample.label("group").equals(role)).toList();
    return ComparisonResult.Group.counted(
        query.of(FleetQuery.GO_VERSIONS).replace("}", ",group=\"" + role + "\"}"),
        members.stream().map(sample -> sample.label("go_version")).distinct().sorted().toList(),
        (int) members.stream().mapToDouble(Sample::value).sum());
  }

  private static double mean(List<Sample> samples, String metric) {
    return samples.stream()
        .filter(sample -> sample.label("__name__").equals(metric))
        .mapToDouble(Sample::value)
        .average()
        .orElse(Double.NaN);
  }

  private static double sum(List<Sample> samples, String metric) {
    return samples.stream()
        .filter(sample -> sample.label("__name__").equals(metric))
        .mapToDouble(Sample::value)
        .sum();
  }
}
