package io.graydiff.collect;

import io.graydiff.probe.ProbeKind;
import io.graydiff.target.ProcessUsageReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps account of what the probes cost: hits, counted in the kernel, times the calibrated cost of
 * their placement, over the CPU time that the observed processes use. {@link #update} is the
 * collector thread's; {@link #snapshot} and {@link #retune} are for any thread.
 */
public final class CostAccount implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CostAccount.class);
  private static final int SAMPLES = 60;
  private static final int RECENT = 6;

  private final KernelProbes kernel;
  private final Observer observer;
  private final HitCost hitCost;
  private final LongSupplier agentCpuNanos;
  private final Map<Observation, Usage> usages = new IdentityHashMap<>();
  private final Map<ProbeKind, Long> hits = new EnumMap<>(ProbeKind.class);
  private final Map<ProbeKind, Long> dearHits = new EnumMap<>(ProbeKind.class);
  private final Deque<Sample> samples = new ArrayDeque<>();
  private double targetCpuNanos;
  private double targetCpuNanosPerSecond;
  private final AtomicReference<TrapCost> retuned = new AtomicReference<>();
  private volatile CostSnapshot snapshot = CostSnapshot.NONE;

  private record Sample(long nanos, double targetCpuNanos, double probeNanos, long agentCpuNanos) {}

  private static final class Usage {
    final ProcessUsageReader reader;
    double cpuSeconds;

    Usage(ProcessUsageReader reader, double cpuSeconds) {
      this.reader = reader;
      this.cpuSeconds = cpuSeconds;
    }
  }

  /**
   * @param agentCpuNanos CPU time of this process
   */
  public CostAccount(
      KernelProbes kernel, Observer observer, ProbeCost cost, LongSupplier agentCpuNanos) {
    this.kernel = kernel;
    this.observer = observer;
    this.hitCost = new HitCost(kernel, observer, cost, this::targetCpuNanosPerSecond);
    this.agentCpuNanos = agentCpuNanos;
  }

  /** The newest account. */
  public CostSnapshot snapshot() {
    return snapshot;
  }

  /** What the trap of a hit was found to cost by now; charged from the next sample on. */
  void retune(TrapCost trap) {
    retuned.set(trap);
  }

  /** CPU time that the observed processes use, over the last samples; 0 before there are two. */
  double targetCpuNanosPerSecond() {
    return targetCpuNanosPerSecond;
  }

  /**
   * Takes one more sample; about once a second.
   *
   * @param report what the governor has done so far
   */
  void update(GovernorReport report) {
    Optional.ofNullable(retuned.getAndSet(null)).ifPresent(hitCost::retune);
    hitCost.learn();
    targetCpuNanos += targetCpuNanosSince();
    double probeNanos = 0;
    for (ProbeKind kind : ProbeKind.values()) {
      probeNanos += hitCost.total(kind);
      hits.put(kind, hitCost.count(kind));
      hitCost.dear(kind).ifPresent(dear -> dearHits.put(kind, dear));
    }
    samples.addLast(
        new Sample(System.nanoTime(), targetCpuNanos, probeNanos, agentCpuNanos.getAsLong()));
    if (samples.size() > SAMPLES) {
      samples.removeFirst();
    }
    targetCpuNanosPerSecond = recentCpuNanosPerSecond();
    publish(report);
  }

  private double recentCpuNanosPerSecond() {
    Sample last = samples.getLast();
    Sample before =
        samples.stream().skip(Math.max(0, samples.size() - RECENT)).findFirst().orElse(last);
    double seconds = (last.nanos - before.nanos) / 1e9;
    return seconds > 0 ? (last.targetCpuNanos - before.targetCpuNanos) / seconds : 0;
  }

  private void publish(GovernorReport report) {
    Sample first = samples.getFirst();
    Sample last = samples.getLast();
    double cpu = last.targetCpuNanos - first.targetCpuNanos;
    snapshot =
        new CostSnapshot(
            share(last.probeNanos - first.probeNanos, cpu),
            share(last.agentCpuNanos - first.agentCpuNanos, last.nanos - first.nanos),
            hits.values().stream().mapToLong(Long::longValue).sum(),
            hits,
            dearHits,
            report.duties(),
            report.cutOffs(),
            report.seconds(),
            kernel.spansLost(),
            kernel.eventsLost());
  }

  private static double share(double part, double whole) {
    return whole > 0 ? part / whole : 0;
  }

  /** What hits cost; the collector's thread. */
  HitCost hitCost() {
    return hitCost;
  }

  private double targetCpuNanosSince() {
    double nanos = 0;
    List<Observation> observed = observer.observations();
    for (Iterator<Map.Entry<Observation, Usage>> all = usages.entrySet().iterator();
        all.hasNext(); ) {
      Map.Entry<Observation, Usage> entry = all.next();
      if (observed.stream().noneMatch(observation -> observation == entry.getKey())) {
        close(entry.getValue());
        all.remove();
      }
    }
    for (Observation observation : observed) {
      try {
        if (!usages.containsKey(observation)) {
          open(observation);
        }
      } catch (IOException e) {
        LOG.warn("cannot read process {}: {}", observation.process().pid(), e.getMessage());
      }
    }
    for (Usage usage : usages.values()) {
      double now = usage.reader.cpuSeconds().orElse(usage.cpuSeconds);
      nanos += (now - usage.cpuSeconds) * 1e9;
      usage.cpuSeconds = now;
    }
    return nanos;
  }

  private void open(Observation observation) throws IOException {
    Optional<ProcessUsageReader> reader = ProcessUsageReader.open(observation.process());
    if (reader.isPresent()) {
      double cpu = reader.get().cpuSeconds().orElse(0.0);
      usages.put(observation, new Usage(reader.get(), cpu));
    }
  }

  private static void close(Usage usage) {
    try {
      usage.reader.close();
    } catch (IOException e) {
      LOG.warn("closing /proc/PID/stat: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    usages.values().forEach(CostAccount::close);
    usages.clear();
  }
}
