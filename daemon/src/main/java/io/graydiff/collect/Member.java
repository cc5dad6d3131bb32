package io.graydiff.collect;

import io.graydiff.kernel.KernelAbi;
import io.graydiff.probe.ProbeKind;
import io.graydiff.target.GoProcess;
import io.graydiff.target.GroupRole;
import io.graydiff.target.ProcessUsage;
import io.graydiff.target.ProcessUsageReader;
import io.graydiff.window.WindowRing;
import java.io.IOException;
import java.util.Optional;

/**
 * A process as one comparison sees it: what it has counted since the last window. For the
 * collector's thread; number, role and observation are read by others.
 */
final class Member implements AutoCloseable {
  private final int number;
  private final GroupRole role;
  private final Observation observation;
  private final PopulationReader counted;
  private final ProcessUsageReader usageReader;
  private final Optional<RuntimeTally> runtime;
  private ProcessUsage usage;
  private final long[] openNanos = new long[KernelAbi.GD_PROBES];
  private long seenNanos;
  private boolean left;

  private Member(
      int number,
      GroupRole role,
      Observation observation,
      PopulationReader counted,
      ProcessUsageReader usageReader,
      ProcessUsage usage,
      Governor governor,
      long nowNanos) {
    this.number = number;
    this.role = role;
    this.observation = observation;
    this.counted = counted;
    this.usageReader = usageReader;
    this.usage = usage;
    this.runtime = RuntimeTally.begin(observation);
    this.seenNanos = nowNanos;
    for (ProbeKind kind : ProbeKind.values()) {
      openNanos[kind.number()] = governor.openNanos(kind, nowNanos);
    }
  }

  /**
   * Joins a process from now on.
   *
   * @return empty when it has ended meanwhile
   */
  static Optional<Member> join(
      int number,
      GroupRole role,
      Observation observation,
      PopulationReader counted,
      Governor governor,
      long nowNanos)
      throws IOException {
    Optional<ProcessUsageReader> reader = ProcessUsageReader.open(observation.process());
    if (reader.isEmpty()) {
      return Optional.empty();
    }
    Optional<ProcessUsage> usage = reader.get().read();
    if (usage.isEmpty()) {
      reader.get().close();
      return Optional.empty();
    }
    counted.skip();
    return Optional.of(
        new Member(
            number, role, observation, counted, reader.get(), usage.get(), governor, nowNanos));
  }

  int number() {
    return number;
  }

  GroupRole role() {
    return role;
  }

  Observation observation() {
    return observation;
  }

  GoProcess process() {
    return observation.process();
  }

  /** It has ended or matches no more: the next window is its last. */
  void leave() {
    left = true;
  }

  boolean hasLeft() {
    return left;
  }

  /** CPU time it has used, as of the last window. */
  double cpuSeconds() {
    return usage.cpuSeconds();
  }

  /**
   * Writes its block of the window that ends now. Whose block it is comes first: a block that is
   * cut off is not taken for another's.
   *
   * @return values and events that found the window full
   * @throws IOException when its usage cannot be read; then nothing was written
   */
  long write(WindowRing ring, int block, Governor governor, long nowNanos) throws IOException {
    BlockWriter words = new BlockWriter(ring, block);
    // A process that has ended keeps its last known usage.
    ProcessUsage now = usageReader.read().orElse(usage);
    words.word(WindowLayout.MEMBER, number);
    words.word(WindowLayout.OBSERVED_NANOS, nowNanos - seenNanos);
    words.word(WindowLayout.CPU_NANOS, Math.round((now.cpuSeconds() - usage.cpuSeconds()) * 1e9));
    now.levels().forEach(words::signal);
    now.countsSince(usage).forEach(words::signal);
    for (ProbeKind kind : ProbeKind.values()) {
      long open = governor.openNanos(kind, nowNanos);
      words.word(WindowLayout.OPEN_NANOS + kind.number(), open - openNanos[kind.number()]);
      openNanos[kind.number()] = open;
    }
    runtime.ifPresent(tally -> tally.write(words));
    counted.read(words);
    usage = now;
    seenNanos = nowNanos;
    return words.lost();
  }

  @Override
  public void close() throws IOException {
    usageReader.close();
  }
}
