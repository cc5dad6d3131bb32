package io.graydiff.publish;

import io.graydiff.profile.CpuClass;
import io.graydiff.profile.GroupProfile;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What functions and goroutines do, as metrics: no label has more values than the runtime names.
 */
final class ProfileMetrics {
  private final Family classes =
      Family.gauge("graydiff_cpu_class_ratio", "Share of CPU samples by runtime class.");
  private final Family samples =
      Family.counter("graydiff_cpu_samples", "Samples of the CPU profile.");
  private final Family goroutines =
      Family.gauge("graydiff_goroutines", "Goroutines at the last census, by wait reason.");
  private final Family blocked =
      Family.gauge(
          "graydiff_goroutines_blocked",
          "Goroutines that have waited for another goroutine for ten seconds or longer.");
  private final Family oldest =
      Family.gauge(
          "graydiff_goroutine_oldest_parked_seconds",
          "For how long at least the goroutine that waits longest has not run.");
  private final Family lost =
      Family.counter("graydiff_stacks_lost", "Sampled stacks that found no room.");

  void add(Published published) {
    String name = published.result().comparison();
    add(name, "baseline", published.result().profile().baseline());
    add(name, "canary", published.result().profile().canary());
    lost.add((double) published.result().profile().lost(), "comparison", name);
  }

  private void add(String comparison, String group, GroupProfile profile) {
    long all = profile.samples();
    samples.add((double) all, "comparison", comparison, "group", group);
    for (CpuClass type : CpuClass.values()) {
      double share = all > 0 ? (double) profile.classes().getOrDefault(type, 0L) / all : Double.NaN;
      classes.add(share, "comparison", comparison, "group", group, "class", type.id());
    }
    Map<String, Long> states = new TreeMap<>();
    profile
        .goroutines()
        .forEach((place, count) -> states.merge(place.state(), count.count(), Long::sum));
    states.forEach(
        (state, count) ->
            goroutines.add(
                (double) count, "comparison", comparison, "group", group, "reason", state));
    if (profile.counted() > 0) {
      blocked.add((double) profile.blocked(), "comparison", comparison, "group", group);
      oldest.add(profile.oldestSeconds(), "comparison", comparison, "group", group);
    }
  }

  void addTo(Consumer<MetricSnapshot> snapshots) {
    List.of(classes, samples, goroutines, blocked, oldest, lost)
        .forEach(family -> family.addTo(snapshots));
  }
}
