package io.graydiff.app.agent;

import io.graydiff.collect.Collector;
import io.graydiff.collect.ComparisonCollector;
import io.graydiff.collect.CostAccount;
import io.graydiff.collect.KernelProbes;
import io.graydiff.collect.ObservationException;
import io.graydiff.collect.Observer;
import io.graydiff.collect.ProbeCalibration;
import io.graydiff.kernel.KernelException;
import io.graydiff.publish.PublishedComparisons;
import io.graydiff.signal.Signal;
import io.graydiff.target.NoMatchException;
import io.graydiff.target.OverlappingGroupsException;
import io.graydiff.target.PodIndexMissingException;
import io.graydiff.target.ProcessScanner;
import io.graydiff.target.ProcessWatcher;
import io.graydiff.window.WindowRing;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running agent: one thread collects windows from the kernel, one judges them; neither waits for
 * the other. Closing detaches every probe and ends both threads.
 */
public final class Agent implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
  private static final int RING_SLOTS = 16;
  private static final int RING_INTS = 1 << 18;

  private final Deque<AutoCloseable> resources = new ArrayDeque<>();
  private final List<ComparisonJudge> judges = new ArrayList<>();
  private final Duty collecting;
  private final Duty judging;

  /**
   * What an agent needs to begin.
   *
   * @param comparisons at least one
   * @param waitForProcesses whether to begin without any matching process, as a daemon does
   * @param budget share of the targets' CPU that may be spent
   */
  public record Settings(
      List<ComparisonSpec> comparisons, boolean waitForProcesses, double budget) {
    public Settings {
      comparisons = List.copyOf(comparisons);
    }
  }

  private Agent(Settings settings, PublishedComparisons to, InstantSource clock)
      throws KernelException,
          IOException,
          NoMatchException,
          OverlappingGroupsException,
          PodIndexMissingException,
          ObservationException {
    try {
      KernelProbes kernel = own(KernelProbes.load());
      Observer observer = own(new Observer(kernel, signals(settings)));
      CostAccount cost =
          own(new CostAccount(kernel, observer, ProbeCalibration.measure(kernel), Agent::cpuNanos));
      List<ComparisonCollector> collectors = new ArrayList<>();
      for (ComparisonSpec spec : settings.comparisons()) {
        collectors.add(begin(spec, settings, kernel, observer, cost, to, clock));
      }
      Collector collector =
          new Collector(kernel, collectors, cost, System::nanoTime, new EventLog());
      collecting = own(new Duty("graydiff-collector", collector::work));
      judging = own(new Duty("graydiff-judge", this::judge));
    } catch (Exception | Error e) {
      close();
      throw e;
    }
  }

  /** Attaches the probes and begins to measure. */
  public static Agent start(Settings settings, PublishedComparisons to, InstantSource clock)
      throws KernelException,
          IOException,
          NoMatchException,
          OverlappingGroupsException,
          PodIndexMissingException,
          ObservationException {
    Agent agent = new Agent(settings, to, clock);
    agent.collecting.start();
    agent.judging.start();
    return agent;
  }

  private ComparisonCollector begin(
      ComparisonSpec spec,
      Settings settings,
      KernelProbes kernel,
      Observer observer,
      CostAccount cost,
      PublishedComparisons to,
      InstantSource clock)
      throws NoMatchException,
          OverlappingGroupsException,
          PodIndexMissingException,
          ObservationException,
          IOException {
    ProcessWatcher watcher =
        ProcessWatcher.create(
            ProcessScanner.ofMachine(), spec.baseline(), spec.canary(), Optional.empty());
    WindowRing ring = new WindowRing(RING_SLOTS, RING_INTS);
    ComparisonCollector collector =
        own(
            new ComparisonCollector(
                spec.name(), watcher, observer, kernel, ring, spec.window().toNanos()));
    if (settings.waitForProcesses()) {
      collector.startWaiting(System.nanoTime());
    } else {
      collector.start(System.nanoTime());
    }
    judges.add(
        new ComparisonJudge(
            spec,
            ring,
            collector.roster(),
            collector::refusals,
            new CostReport(cost, settings.budget(), collector.roster(), spec.signals()),
            to,
            clock));
    return collector;
  }

  private long judge() {
    judges.forEach(ComparisonJudge::work);
    return Duty.IDLE_NANOS;
  }

  /** Why the agent has stopped working, if it has. */
  public Optional<Throwable> failure() {
    return collecting.failure().or(judging::failure);
  }

  private static Set<Signal> signals(Settings settings) {
    Set<Signal> signals = EnumSet.noneOf(Signal.class);
    settings.comparisons().forEach(spec -> signals.addAll(spec.signals()));
    return signals;
  }

  private static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private <T extends AutoCloseable> T own(T resource) {
    resources.push(resource);
    return resource;
  }

  /** Ends the threads, then detaches, then unloads. */
  @Override
  public void close() {
    while (!resources.isEmpty()) {
      try {
        resources.pop().close();
      } catch (Exception e) {
        LOG.warn("while stopping: {}", e.getMessage(), e);
      }
    }
  }
}
