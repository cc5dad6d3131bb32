package io.graydiff.collect;

import io.graydiff.gobinary.GoBinaryException;
import io.graydiff.goruntime.GoLayout;
import io.graydiff.goruntime.RuntimeCounters;
import io.graydiff.goruntime.TargetMemoryException;
import io.graydiff.goruntime.TimeDistribution;
import io.graydiff.kernel.KernelException;
import io.graydiff.kernel.UprobeLink;
import io.graydiff.probe.ProbeKind;
import io.graydiff.signal.Signal;
import io.graydiff.target.BinaryId;
import io.graydiff.target.GoProcess;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Begins and ends the observation of processes: plans and attaches the probes of a binary with its
 * first process, detaches them with its last, and tells the kernel's programs which processes
 * count. Comparisons that share a process share its observation. For one thread, but for {@link
 * #detachNow}.
 */
public final class Observer implements AutoCloseable {
  private final KernelProbes kernel;
  private final ProfilingClock clock;
  private final long slowRequestNanos;
  private final SpanFloors floors;
  private final Set<Signal> signals = EnumSet.noneOf(Signal.class);
  private final Set<ProbeGroup> attached = EnumSet.noneOf(ProbeGroup.class);
  private long planned;
  private int plans;
  private final Deque<Integer> freePopulations = new ArrayDeque<>();
  private final Map<BinaryId, BinaryProbes> binaries = new ConcurrentHashMap<>();
  private final Map<Run, Shared> observed = new LinkedHashMap<>();

  /** One program in one process: a process that executes another program begins a new run. */
  private record Run(int pid, long startTicks, BinaryId binary) {
    static Run of(GoProcess process) {
      return new Run(process.pid(), process.startTicks(), process.binary());
    }
  }

  private static final class Shared {
    final Observation observation;
    int users = 1;

    Shared(Observation observation) {
      this.observation = observation;
    }
  }

  /**
   * @param slowRequestNanos requests of at least this length are reported one by one; 0: none
   * @param floors taken off the shortest spans
   */
  public Observer(KernelProbes kernel, long slowRequestNanos, SpanFloors floors) {
    this.floors = floors;
    this.kernel = kernel;
    this.clock = new ProfilingClock(kernel);
    this.slowRequestNanos = slowRequestNanos;
    for (int population = 0; population < kernel.populations(); population++) {
      freePopulations.add(population);
    }
  }

  /** From now on the probes of these signals are attached, too. */
  public void want(Set<Signal> more) throws KernelException {
    if (signals.addAll(more)) {
      for (BinaryProbes probes : binaries.values()) {
        probes.want(signals);
        learnPlanned();
        attachTo(probes);
      }
    }
  }

  /** Whether any observed binary has probes of that group; asked for many times a second. */
  boolean hasProbes(ProbeGroup group) {
    return group == ProbeGroup.PROFILE ? !observed.isEmpty() : (planned & group.bits()) != 0;
  }

  /** Another number than before when other probes are planned than before. */
  int plans() {
    return plans;
  }

  /** Whether any process is observed. */
  boolean isObserving() {
    return !observed.isEmpty();
  }

  private void learnPlanned() {
    plans++;
    planned = 0;
    binaries.values().forEach(probes -> planned |= ProbeKind.bits(probes.planned().keySet()));
  }

  /** Attaches a group in every observed binary, and in those that come later. */
  void attach(ProbeGroup group) throws KernelException {
    attached.add(group);
    if (group == ProbeGroup.PROFILE) {
      clock.start();
    }
    for (BinaryProbes probes : binaries.values()) {
      probes.attach(group);
    }
  }

  private void attachTo(BinaryProbes probes) throws KernelException {
    for (ProbeGroup group : attached) {
      probes.attach(group);
    }
  }

  /**
   * Detaches what is attached of a group, for any thread; the owner still has to {@link #detach} it
   * before it attaches it anew.
   */
  void detachNow(ProbeGroup group) {
    UprobeLink.closeAll(
        binaries.values().stream().flatMap(probes -> probes.link(group).stream()).toList());
  }

  /** Detaches a group everywhere. */
  void detach(ProbeGroup group) {
    attached.remove(group);
    if (group == ProbeGroup.PROFILE) {
      clock.stop();
    }
    UprobeLink.closeAll(
        binaries.values().stream().flatMap(probes -> probes.release(group).stream()).toList());
  }

  /** Under which number a process is counted. */
  Optional<Integer> population(int pid) {
    return observation(pid).map(Observation::population);
  }

  /**
   * The observation of a process: the last one, if it has executed several programs. Asked for with
   * every sampled stack.
   */
  Optional<Observation> observation(int pid) {
    Observation last = null;
    for (Shared shared : observed.values()) {
      if (shared.observation.process().pid() == pid) {
        last = shared.observation;
      }
    }
    return Optional.ofNullable(last);
  }

  /**
   * Begins to observe a process, or shares what another comparison observes.
   *
   * @throws ObservationException when its binary cannot be probed, or too many are observed
   */
  public Observation acquire(GoProcess process) throws ObservationException {
    Shared shared = observed.get(Run.of(process));
    if (shared != null) {
      shared.users++;
      return shared.observation;
    }
    if (freePopulations.isEmpty()) {
      throw new ObservationException(
          kernel.populations() + " processes are observed already; narrow the selectors");
    }
    try {
      return begin(process);
    } catch (GoBinaryException | KernelException e) {
      throw new ObservationException(
          "process " + process.pid() + " (" + process.exe() + "): " + e.getMessage(), e);
    }
  }

  private Observation begin(GoProcess process)
      throws ObservationException, GoBinaryException, KernelException {
    BinaryProbes probes = binaries.get(process.binary());
    if (probes == null) {
      probes = BinaryProbes.of(kernel.attacher(), process, binaries.values());
      probes.want(signals);
      binaries.put(process.binary(), probes);
      learnPlanned();
    }
    probes.addUser();
    try {
      attachTo(probes);
      if (isObserved(process.pid())) {
        // It executed this program: what the one before left open never ends.
        kernel.forget(process.pid());
      }
      Observation observation = describe(process, probes);
      kernel.observe(
          process.pid(),
          new Target(
              observation.population(),
              slowRequestNanos,
              offsets(probes.layout(), observation.readsWaits()),
              Target.Floors.of(observation.floors())));
      freePopulations.removeFirst();
      observed.put(Run.of(process), new Shared(observation));
      return observation;
    } catch (KernelException e) {
      release(process, probes);
      throw e;
    }
  }

  private boolean isObserved(int pid) {
    return observed.keySet().stream().anyMatch(run -> run.pid() == pid);
  }

  private Observation describe(GoProcess process, BinaryProbes probes) {
    Optional<RuntimeCounters> runtime = probes.runtime(process.pid());
    return new Observation(
        process,
        freePopulations.element(),
        probes.plan(),
        probes.build(),
        probes.layout(),
        runtime,
        runtime.isPresent() && keepsWaits(runtime.get()),
        probes.profile(process.pid(), runtime),
        floors.of(probes.plan()));
  }

  private static boolean keepsWaits(RuntimeCounters counters) {
    try {
      return counters.keeps(TimeDistribution.SCHEDULE_LATENCY);
    } catch (TargetMemoryException ended) {
      return false;
    }
  }

  /** Where the runtime's own histogram can be read, waits to run need no look at every switch. */
  private static Target.Offsets offsets(Optional<GoLayout> layout, boolean readsWaits) {
    return layout
        .map(
            known ->
                new Target.Offsets(
                    known.offset("runtime.g", "goid").orElse(0),
                    known.offset("runtime.g", "waitreason").orElse(0),
                    readsWaits ? 0 : known.offset("runtime.g", "tracking").orElse(0),
                    known.offset("runtime.g", "trackingStamp").orElse(0),
                    known.offset("net/http.Request", "URL").orElse(0),
                    known.offset("net/url.URL", "Path").orElse(0),
                    known.offset("net/http.response", "status").orElse(0),
                    wroteHeader(known),
                    known.offset("context.cancelCtx", "err").orElse(0)))
        .orElse(Target.Offsets.UNKNOWN);
  }

  /** HTTP/2 moved to a package of its own in Go 1.27. */
  private static int wroteHeader(GoLayout layout) {
    String field = "wroteHeader";
    return layout
        .offset("net/http.http2responseWriterState", field)
        .orElseGet(
            () -> layout.offset("net/http/internal/http2.responseWriterState", field).orElse(0));
  }

  /** The process has ended or nobody compares it: it is not counted from now on. */
  public void release(Observation observation) throws KernelException {
    GoProcess process = observation.process();
    Run run = Run.of(process);
    Shared shared = observed.get(run);
    if (shared == null || shared.observation != observation || --shared.users > 0) {
      return;
    }
    observed.remove(run);
    observation.profile().end();
    // Last in line, so that what a slow reader still decodes is not mixed with a new process.
    freePopulations.addLast(observation.population());
    kernel.unmap(observation.population());
    try {
      if (!isObserved(process.pid())) {
        kernel.forget(process.pid());
      }
    } finally {
      BinaryProbes probes = binaries.get(process.binary());
      if (probes != null) {
        release(process, probes);
      }
    }
  }

  private void release(GoProcess process, BinaryProbes probes) {
    if (!probes.removeUser()) {
      binaries.remove(process.binary());
      learnPlanned();
      probes.close();
    }
  }

  /** Every process that is observed now, each once. */
  List<Observation> observations() {
    return observed.values().stream().map(shared -> shared.observation).toList();
  }

  /** The probes of all binaries that are observed now. */
  Collection<BinaryProbes> binaries() {
    return binaries.values();
  }

  @Override
  public void close() {
    clock.stop();
    binaries.values().forEach(BinaryProbes::close);
    binaries.clear();
  }
}
