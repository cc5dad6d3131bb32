package io.graydiff.app.agent;

import io.graydiff.collect.AgentEvent;
import io.graydiff.collect.Calibration;
import io.graydiff.collect.CensoredCounts;
import io.graydiff.collect.Collector;
import io.graydiff.collect.CostAccount;
import io.graydiff.collect.Governor;
import io.graydiff.collect.KernelProbes;
import io.graydiff.collect.Observer;
import io.graydiff.collect.OverrunGuard;
import io.graydiff.collect.ProbeCalibration;
import io.graydiff.collect.ProcessFollower;
import io.graydiff.collect.Profiler;
import io.graydiff.collect.Recalibration;
import io.graydiff.kernel.KernelException;
import io.graydiff.pods.NodePods;
import io.graydiff.pods.PodDiscoveryException;
import io.graydiff.publish.PublishedComparisons;
import io.graydiff.publish.Readiness;
import io.graydiff.target.ProcessScanner;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running agent: one thread collects windows from the kernel, one judges them; neither waits for
 * the other. Comparisons come and go while it runs. Closing detaches every probe and ends both
 * threads. {@link #apply} is for one thread at a time, the rest for any.
 */
public final class Agent implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Agent.class);

  private static final Duration EVENTS_NOTICED_WITHIN = Duration.ofMillis(400);

  /** The collector wakes it with each window. */
  private static final Duration LONGEST_JUDGE_REST = Duration.ofSeconds(10);

  private final Deque<AutoCloseable> resources = new ArrayDeque<>();
  private final Map<String, RunningComparison> running = new ConcurrentHashMap<>();
  private final PublishedComparisons to;
  private final Settings settings;
  private final KernelProbes kernel;
  private final Observer observer;
  private final CostAccount cost;
  private final CensoredCounts censored;
  private final Governor governor;
  private final ProcessFollower processes;
  private final Collector collector;
  private final NodePods pods;
  private final Duty collecting;
  private final Duty judging;

  /**
   * How an agent behaves.
   *
   * @param waitForProcesses whether a comparison may begin without any matching process, as a
   *     daemon's does
   * @param budget share of the targets' CPU that may be spent; infinite for unlimited
   * @param clock wall clock of results
   * @param slowRequest requests of at least this length are reported one by one; zero: none
   * @param capacity how much the kernel keeps for the agent at a time
   * @param state where comparisons are saved, to go on after a restart; empty: nowhere
   */
  public record Settings(
      boolean waitForProcesses,
      double budget,
      InstantSource clock,
      Duration slowRequest,
      KernelProbes.Capacity capacity,
      Optional<StateFolder> state) {
    private static final Duration SLOW_REQUEST = Duration.ofSeconds(1);

    /** With the usual capacity; a second is slow; nothing is saved. */
    public Settings(boolean waitForProcesses, double budget, InstantSource clock) {
      this(
          waitForProcesses,
          budget,
          clock,
          SLOW_REQUEST,
          KernelProbes.Capacity.USUAL,
          Optional.empty());
    }

    /** The same, with comparisons saved in a folder. */
    public Settings savedIn(StateFolder folder) {
      return new Settings(
          waitForProcesses, budget, clock, slowRequest, capacity, Optional.of(folder));
    }
  }

  private Agent(Settings settings, PublishedComparisons to, Consumer<AgentEvent> single)
      throws KernelException, IOException {
    this.settings = settings;
    this.to = to;
    try {
      kernel = own(KernelProbes.load(settings.capacity()));
      Calibration calibrated = ProbeCalibration.measure(kernel);
      observer = own(new Observer(kernel, settings.slowRequest().toNanos(), calibrated.floors()));
      cost = own(new CostAccount(kernel, observer, calibrated.hit(), Agent::cpuNanos));
      own(new Recalibration(kernel.attacher(), calibrated, cost));
      own(new OverrunGuard(kernel, observer));
      censored = new CensoredCounts(kernel.openSpans(), observer);
      governor =
          new Governor(kernel, observer, cost, censored, settings.budget(), new SplittableRandom());
      judging = new Duty("graydiff-judge", LONGEST_JUDGE_REST, this::judge);
      processes = new ProcessFollower(ProcessScanner.ofMachine(), kernel);
      collector =
          new Collector(
              kernel,
              processes,
              observer,
              cost,
              governor,
              new Profiler(kernel, observer),
              System::nanoTime,
              single,
              judging::wake);
      pods = own(NodePods.ofMachine(processes::lookSoon));
      own(this::endComparisons);
      collecting = own(new Duty("graydiff-collector", EVENTS_NOTICED_WITHIN, collector::work));
      own(judging);
    } catch (KernelException | IOException | RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** Starts an agent that writes slow requests and panics to the log. */
  public static Agent start(Settings settings, PublishedComparisons to)
      throws KernelException, IOException {
    return start(settings, to, new EventLog());
  }

  /**
   * Loads the programs and starts the threads; nothing is compared before {@link #apply}.
   *
   * @param to receives the result after each window
   * @param single receives slow requests and panics, in the collector's thread
   */
  public static Agent start(Settings settings, PublishedComparisons to, Consumer<AgentEvent> single)
      throws KernelException, IOException {
    Agent agent = new Agent(settings, to, single);
    agent.collecting.start();
    agent.judging.start();
    return agent;
  }

  /**
   * Compares these, and nothing else, from now on. A comparison that is the same as before goes on
   * undisturbed; one that changed begins anew.
   *
   * @throws ComparisonException when one cannot begin; the others are as asked
   */
  public void apply(List<ComparisonSpec> specs) throws ComparisonException {
    for (RunningComparison old : List.copyOf(running.values())) {
      if (!specs.contains(old.spec())) {
        collecting.call(() -> end(old));
      }
    }
    pods.retain(specs.stream().flatMap(s -> s.namespaces().stream()).collect(Collectors.toSet()));
    for (ComparisonSpec spec : specs) {
      if (!running.containsKey(spec.name())) {
        watchPods(spec);
        collecting.call(() -> begin(spec));
      }
    }
  }

  /** In the caller's thread: the collector's must not wait for an API. */
  private void watchPods(ComparisonSpec spec) throws ComparisonException {
    try {
      pods.watch(spec.namespaces());
    } catch (PodDiscoveryException e) {
      throw new ComparisonException(spec.name(), e);
    }
  }

  private void begin(ComparisonSpec spec) throws ComparisonException {
    collector.prepare();
    RunningComparison comparison =
        RunningComparison.begin(
            spec, settings, pods, processes, kernel, observer, governor, censored, cost, to);
    running.put(spec.name(), comparison);
    collector.add(comparison.collector());
    LOG.info("{} begins", spec.name());
  }

  private void end(RunningComparison comparison) {
    running.remove(comparison.spec().name());
    collector.remove(comparison.collector());
    comparison.collector().close();
    comparison.judge().end();
    to.remove(comparison.spec().name());
    LOG.info("{} has ended", comparison.spec().name());
  }

  private void endComparisons() {
    running.values().forEach(comparison -> comparison.collector().close());
  }

  private long judge() {
    running.values().forEach(comparison -> comparison.judge().work());
    return Long.MAX_VALUE;
  }

  /** Why the agent has stopped working, if it has. */
  public Optional<Throwable> failure() {
    return collecting.failure().or(judging::failure);
  }

  /** What selectors know of pods. */
  public NodePods pods() {
    return pods;
  }

  /** Whether the agent works, and whether it works with what was true of pods a while ago. */
  public Readiness readiness() {
    return new Readiness() {
      @Override
      public Optional<String> whyNotReady() {
        return failure().map(Throwable::toString);
      }

      @Override
      public Optional<String> note() {
        return pods.staleness();
      }
    };
  }

  private static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private <T extends AutoCloseable> T own(T resource) {
    resources.push(resource);
    return resource;
  }

  /** Ends the threads, then detaches, then unloads; whoever calls it second waits for the first. */
  @Override
  public synchronized void close() {
    while (!resources.isEmpty()) {
      try {
        resources.pop().close();
      } catch (Exception e) {
        LOG.warn("while stopping: {}", e.getMessage(), e);
      }
    }
  }
}
