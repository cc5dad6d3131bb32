package io.graydiff.publish;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One metric under construction during a scrape. A value that is NaN is left out, and so is a
 * metric without values: what did not occur is absent.
 */
final class Family {
  private enum Type {
    GAUGE,
    COUNTER
  }

  private record Point(double value, Labels labels) {}

  private final Type type;
  private final MetricMetadata metadata;
  private final List<Point> points = new ArrayList<>();

  private Family(Type type, String name, String help) {
    this.type = type;
    this.metadata = new MetricMetadata(name, help);
  }

  static Family gauge(String name, String help) {
    return new Family(Type.GAUGE, name, help);
  }

  /** A counter, named without the ending {@code _total}, which the format adds. */
  static Family counter(String name, String help) {
    return new Family(Type.COUNTER, name, help);
  }

  void add(double value, String... labels) {
    if (!Double.isNaN(value)) {
      points.add(new Point(value, Labels.of(labels)));
    }
  }

  void addTo(Consumer<MetricSnapshot> snapshots) {
    if (points.isEmpty()) {
      return;
    }
    snapshots.accept(
        switch (type) {
          case GAUGE ->
              new GaugeSnapshot(
                  metadata,
                  points.stream()
                      .map(p -> new GaugeDataPointSnapshot(p.value(), p.labels(), null))
                      .toList());
          case COUNTER ->
              new CounterSnapshot(
                  metadata,
                  points.stream()
                      .map(p -> new CounterDataPointSnapshot(p.value(), p.labels(), null, 0))
                      .toList());
        });
  }
}
