package io.graydiff.publish;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import java.util.Map;

/**
 * Brings the few of Micrometer's meters that Prometheus's linter objects to in line with its naming
 * rules: CPU time in nanoseconds goes (see {@link AgentMeters}), a gauge may not end in count, and
 * every metric has a help text.
 */
final class MeterNames implements MeterFilter {
  private static final Map<String, String> RENAMED = Map.of("system.cpu.count", "system.cpus");
  private static final Map<String, String> HELP =
      Map.of(
          "netty.allocator.memory.used", "Memory that the allocator holds.",
          "netty.allocator.memory.pinned", "Memory in buffers that are in use.",
          "netty.eventexecutor.tasks.pending", "Tasks that wait for an event loop.");

  @Override
  public MeterFilterReply accept(Meter.Id id) {
    return id.getName().equals("process.cpu.time")
        ? MeterFilterReply.DENY
        : MeterFilterReply.NEUTRAL;
  }

  @Override
  public Meter.Id map(Meter.Id id) {
    String name = RENAMED.getOrDefault(id.getName(), id.getName());
    String help = HELP.getOrDefault(name, id.getDescription());
    return new Meter.Id(name, Tags.of(id.getTags()), id.getBaseUnit(), help, id.getType());
  }
}
