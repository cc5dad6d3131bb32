package io.graydiff.publish;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/** What selectors know of the pods of this node. */
public final class PodMeters {
  private PodMeters() {}

  /**
   * Adds the meters.
   *
   * @param known how many pods are known; 0 where no selector asks for pods
   * @param stale whether pods may have changed without being noticed
   */
  public static void bind(MeterRegistry registry, IntSupplier known, BooleanSupplier stale) {
    Gauge.builder("graydiff.pods", known, IntSupplier::getAsInt)
        .description("Pods of this node that k8s selectors can choose from.")
        .strongReference(true)
        .register(registry);
    Gauge.builder("graydiff.pods.stale", stale, s -> s.getAsBoolean() ? 1 : 0)
        .description("1 while the Kubernetes API cannot be watched and pods are as last known.")
        .strongReference(true)
        .register(registry);
  }
}
