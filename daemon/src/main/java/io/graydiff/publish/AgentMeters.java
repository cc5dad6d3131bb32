package io.graydiff.publish;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.netty4.NettyAllocatorMetrics;
import io.micrometer.core.instrument.binder.netty4.NettyEventExecutorMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.channel.EventLoopGroup;
import java.util.List;

/** The agent's own meters: the Java virtual machine, its process, and Netty. */
public final class AgentMeters implements AutoCloseable {
  private final JvmGcMetrics collections = new JvmGcMetrics();

  private AgentMeters() {}

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
