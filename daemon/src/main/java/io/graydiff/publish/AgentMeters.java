package io.graydiff.publish;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.netty4.NettyAllocatorMetrics;
import io.micrometer.core.instrument.binder.netty4.NettyEventExecutorMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.channel.EventLoopGroup;
import java.lang.management.ManagementFactory;
import java.util.List;

/** The agent's own meters: the Java virtual machine, its process, and Netty. */
public final class AgentMeters implements AutoCloseable {
  private static final double NANOS_PER_SECOND = 1e9;

  private final JvmGcMetrics collections = new JvmGcMetrics();

  private AgentMeters() {}

  /** A registry whose meters follow Prometheus's naming rules. */
  public static PrometheusMeterRegistry newRegistry() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    registry.config().meterFilter(new MeterNames());
    return registry;
  }

  /** Adds the meters of this virtual machine; close to stop listening to its collector. */
  public static AgentMeters bind(MeterRegistry registry) {
    AgentMeters meters = new AgentMeters();
    meters.collections.bindTo(registry);
    List.of(
            new JvmMemoryMetrics(),
            new JvmThreadMetrics(),
            new ProcessorMetrics(),
            new FileDescriptorMetrics(),
            new UptimeMetrics())
        .forEach(binder -> binder.bindTo(registry));
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    FunctionCounter.builder(
            "process.cpu", system, bean -> bean.getProcessCpuTime() / NANOS_PER_SECOND)
        .baseUnit("seconds")
        .description("CPU time that this agent used.")
        .register(registry);
    return meters;
  }

  static void bindNetty(MeterRegistry registry, ByteBufAllocator allocator, EventLoopGroup loops) {
    if (allocator instanceof ByteBufAllocatorMetricProvider provider) {
      new NettyAllocatorMetrics(provider).bindTo(registry);
    }
    new NettyEventExecutorMetrics(loops).bindTo(registry);
  }

  @Override
  public void close() {
    collections.close();
  }
}
