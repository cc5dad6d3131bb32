package io.graydiff.publish;

import io.graydiff.compare.ComparisonResult;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** About whom something was concluded, since when and at what cost, as metrics of an agent. */
final class ComparisonMetrics {
  private final Family processes =
      Family.gauge("graydiff_processes", "Processes observed now, by Go version.");
  private final Family groupProcesses =
      Family.gauge("graydiff_group_processes", "Processes observed now; 0 where none match here.");
  private final Family startedAt =
      Family.gauge("graydiff_comparison_start_timestamp_seconds", "When the comparison began.");
  private final Family selectors =
      Family.gauge("graydiff_comparison_selectors", "1, with what chooses the processes.");
  private final Family windows = Family.counter("graydiff_windows", "Windows that have closed.");
  private final Family builds =
      Family.gauge("graydiff_build_differences", "What tells the groups' builds apart, by kind.");
  private final Family sites =
      Family.gauge("graydiff_probe_sites", "Instructions that carry a probe.");
  private final Family hits = Family.counter("graydiff_probe_hits", "Probe executions.");
  private final Family agentHits =
      Family.counter(
          "graydiff_agent_probe_hits", "Probe executions of this agent, each counted once.");
  private final Family duty =
      Family.gauge("graydiff_probe_duty_ratio", "Share of time for which probes are attached.");
  private final Family budget =
      Family.gauge(
          "graydiff_budget_cpu_share", "Share of the targets' CPU that probes may spend, if any.");
  private final Family cutOffs =
      Family.counter(
          "graydiff_probe_cutoffs", "Windows of probes that ended early because of their cost.");
  private final Family costSeconds =
      Family.counter("graydiff_probe_cost_seconds", "CPU time that hits took from the targets.");
  private final Family targetShare =
      Family.gauge("graydiff_target_cpu_share", "Share of the targets' CPU spent in probes.");
  private final Family agentShare =
      Family.gauge("graydiff_agent_cpu_share", "CPU time of this agent over time: 1 is one CPU.");
  private final Family eventsLost =
      Family.counter("graydiff_events_lost", "Records that found the event ring full.");
  private final Family samplesLost =
      Family.counter("graydiff_samples_lost", "Spans that found the table of open spans full.");

  void add(Published published) {
    ComparisonResult result = published.result();
    String name = result.comparison();
    startedAt.add(result.startedAt().toEpochMilli() / 1e3, "comparison", name);
    selectors.add(
        1,
        "comparison",
        name,
        "baseline",
        result.baseline().selector(),
        "canary",
        result.canary().selector());
    windows.add(result.windows(), "comparison", name);
    addProcesses(name, "baseline", result.baseline());
    addProcesses(name, "canary", result.canary());
    agentHits.add(result.cost().probeHits(), "comparison", name);
    addBuilds(name, result.builds());
    published.probes().forEach(probe -> addProbe(name, probe));
    if (Double.isFinite(result.cost().budget())) {
      budget.add(result.cost().budget(), "comparison", name);
    }
    targetShare.add(result.cost().targetCpuShare(), "comparison", name);
    agentShare.add(result.cost().agentCpuShare(), "comparison", name);
    eventsLost.add(result.loss().events(), "comparison", name);
    samplesLost.add(result.loss().samples(), "comparison", name);
  }

  void addTo(Consumer<MetricSnapshot> snapshots) {
    List.of(
            startedAt,
            selectors,
            windows,
            groupProcesses,
            processes,
            builds,
            sites,
            hits,
            agentHits,
            duty,
            budget,
            cutOffs,
            costSeconds,
            targetShare,
            agentShare,
            eventsLost,
            samplesLost)
        .forEach(family -> family.addTo(snapshots));
  }

  private void addProcesses(String comparison, String group, ComparisonResult.Group members) {
    groupProcesses.add(members.processes().size(), "comparison", comparison, "group", group);
    Map<String, Long> byVersion =
        members.processes().stream()
            .collect(
                Collectors.groupingBy(
                    ComparisonResult.Process::goVersion, TreeMap::new, Collectors.counting()));
    byVersion.forEach(
        (version, count) ->
            processes.add(count, "comparison", comparison, "group", group, "go_version", version));
  }

  private void addBuilds(String comparison, List<ComparisonResult.BuildDifference> differences) {
    Map<String, Long> byKind =
        differences.stream()
            .collect(
                Collectors.groupingBy(
                    ComparisonResult.BuildDifference::kind, TreeMap::new, Collectors.counting()));
    byKind.forEach((kind, n) -> builds.add(n, "comparison", comparison, "kind", kind));
  }

  private void addProbe(String comparison, ProbeStatus probe) {
    String[] labels = {
      "comparison", comparison, "signal", probe.signal().id(), "placement", probe.placement().id()
    };
    sites.add(probe.sites(), labels);
    hits.add(probe.hits(), labels);
    duty.add(probe.duty(), labels);
    cutOffs.add(probe.cutOffs(), labels);
    costSeconds.add(probe.costSeconds(), labels);
  }
}
