package io.graydiff.publish;

import io.graydiff.compare.Change;
import io.graydiff.compare.ComparisonResult;
import io.graydiff.compare.SignalResult;
import io.graydiff.compare.Verdict;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What was concluded, about whom and at what cost, as metrics. */
final class ComparisonMetrics {
  private final Family ratio =
      Family.gauge("graydiff_change_ratio", "Canary over baseline, all windows together.");
  private final Family low =
      Family.gauge("graydiff_change_ratio_low", "Lower end of the interval of the ratio.");
  private final Family high =
      Family.gauge("graydiff_change_ratio_high", "Upper end of the interval of the ratio.");
  private final Family signalVerdict =
      Family.gauge("graydiff_signal_verdict", "1 pass, 0 inconclusive, -1 regression.");
  private final Family verdict =
      Family.gauge("graydiff_verdict", "1 pass, 0 inconclusive, -1 regression.");
  private final Family regression =
      Family.gauge("graydiff_regression_detected", "1 when the verdict is regression, else 0.");
  private final Family verdictAt =
      Family.gauge("graydiff_verdict_timestamp_seconds", "When the verdict was formed.");
  private final Family falseAlarms =
      Family.counter(
          "graydiff_aa_false_alarms", "Alarms between two halves of the baseline, all false.");
  private final Family processes =
      Family.gauge("graydiff_processes", "Processes observed now, by Go version.");
  private final Family builds =
      Family.gauge("graydiff_build_differences", "What tells the groups' builds apart, by kind.");
  private final Family sites =
      Family.gauge("graydiff_probe_sites", "Instructions that carry a probe.");
  private final Family hits = Family.counter("graydiff_probe_hits", "Probe executions.");
  private final Family duty =
      Family.gauge("graydiff_probe_duty_ratio", "Share of time for which probes are attached.");
  private final Family targetShare =
      Family.gauge("graydiff_target_cpu_share", "Share of the targets' CPU spent in probes.");
  private final Family agentShare =
      Family.gauge("graydiff_agent_cpu_share", "CPU of this agent over the targets' CPU.");
  private final Family eventsLost =
      Family.counter("graydiff_events_lost", "Records that found the event ring full.");
  private final Family samplesLost =
      Family.counter("graydiff_samples_lost", "Spans that found the table of open spans full.");

  void add(Published published) {
    ComparisonResult result = published.result();
    String name = result.comparison();
    verdict.add(result.verdict().gauge(), "comparison", name);
    regression.add(result.verdict() == Verdict.REGRESSION ? 1 : 0, "comparison", name);
    verdictAt.add(published.verdictAt().toEpochMilli() / 1e3, "comparison", name);
    falseAlarms.add(published.aaFalseAlarms(), "comparison", name);
    result.signals().stream()
        .filter(signal -> signal.series().isWhole())
        .forEach(signal -> addSignal(name, signal));
    addProcesses(name, "baseline", result.baseline());
    addProcesses(name, "canary", result.canary());
    addBuilds(name, result.builds());
    published.probes().forEach(probe -> addProbe(name, probe));
    targetShare.add(result.cost().targetCpuShare(), "comparison", name);
    agentShare.add(result.cost().agentCpuShare(), "comparison", name);
    eventsLost.add(result.loss().events(), "comparison", name);
    samplesLost.add(result.loss().samples(), "comparison", name);
  }

  void addTo(Consumer<MetricSnapshot> snapshots) {
    List.of(
            ratio,
            low,
            high,
            signalVerdict,
            verdict,
            regression,
            verdictAt,
            falseAlarms,
            processes,
            builds,
            sites,
            hits,
            duty,
            targetShare,
            agentShare,
            eventsLost,
            samplesLost)
        .forEach(family -> family.addTo(snapshots));
  }

  private void addSignal(String comparison, SignalResult signal) {
    String id = signal.series().signal().id();
    signalVerdict.add(signal.verdict().gauge(), "comparison", comparison, "signal", id);
    for (Change change : signal.changes()) {
      String[] labels = {"comparison", comparison, "signal", id, "statistic", change.statistic()};
      ratio.add(change.ratio(), labels);
      low.add(change.low(), labels);
      high.add(change.high(), labels);
    }
  }

  private void addProcesses(String comparison, String group, ComparisonResult.Group members) {
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
  }
}
