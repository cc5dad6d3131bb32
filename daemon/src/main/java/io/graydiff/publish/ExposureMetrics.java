package io.graydiff.publish;

import io.graydiff.signal.Signal;
import io.graydiff.window.Exposure;
import io.graydiff.window.Measures;
import io.graydiff.window.Series;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;

/** What rates are divided by, as metrics: of a group, and of it while each signal was observed. */
final class ExposureMetrics {
  private final Counters group = new Counters("graydiff_exposure", "that the group");
  private final Counters signal =
      new Counters("graydiff_signal_exposure", "while the signal was observed, that the group");

  void add(String comparison, String role, Measures measures) {
    group.add(measures.exposure(), "comparison", comparison, "group", role);
    TreeSet<Signal> observed = new TreeSet<>(measures.counts().keySet());
    measures.distributions().keySet().stream().map(Series::signal).forEach(observed::add);
    for (Signal each : observed) {
      signal.add(
          measures.exposure(each), "comparison", comparison, "signal", each.id(), "group", role);
    }
  }

  void addTo(Consumer<MetricSnapshot> snapshots) {
    group.addTo(snapshots);
    signal.addTo(snapshots);
  }

  private static final class Counters {
    private final Family requests;
    private final Family cpuSeconds;
    private final Family processSeconds;

    Counters(String name, String whose) {
      requests = Family.counter(name + "_requests", "HTTP requests " + whose + " served.");
      cpuSeconds = Family.counter(name + "_cpu_seconds", "CPU time " + whose + " used.");
      processSeconds =
          Family.counter(
              name + "_process_seconds", "Wall time " + whose + " ran, summed over processes.");
    }

    void add(Exposure exposure, String... labels) {
      requests.add(exposure.requests(), labels);
      cpuSeconds.add(exposure.cpuSeconds(), labels);
      processSeconds.add(exposure.processSeconds(), labels);
    }

    void addTo(Consumer<MetricSnapshot> snapshots) {
      List.of(requests, cpuSeconds, processSeconds).forEach(family -> family.addTo(snapshots));
    }
  }
}
