package io.graydiff.collect;

import io.graydiff.gobinary.BuildFacts;
import io.graydiff.gobinary.GoBinary;
import io.graydiff.gobinary.GoBinaryException;
import io.graydiff.goruntime.GoLayout;
import io.graydiff.goruntime.LoadBias;
import io.graydiff.goruntime.RuntimeCounters;
import io.graydiff.goruntime.TargetMemoryException;
import io.graydiff.kernel.Attacher;
import io.graydiff.kernel.KernelException;
import io.graydiff.kernel.UprobeLink;
import io.graydiff.probe.AttachPlan;
import io.graydiff.probe.PlannedProbe;
import io.graydiff.probe.ProbeKind;
import io.graydiff.signal.Signal;
import io.graydiff.target.GoProcess;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The probes of one executable file, for all observed processes that run it. Probes of one kind are
 * attached and detached together. For one thread, but for {@link #links}.
 */
final class BinaryProbes implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BinaryProbes.class);

  private final Attacher attacher;
  private final HeldExecutable file;
  private final ProgramFacts facts;
  private final Symbols symbols;
  private final Map<ProbeKind, List<PlannedProbe>> planned = new EnumMap<>(ProbeKind.class);
  private final Map<ProbeKind, List<UprobeLink>> links = new ConcurrentHashMap<>();
  private int users;

  private BinaryProbes(Attacher attacher, HeldExecutable file, ProgramFacts facts) {
    this.attacher = attacher;
    this.file = file;
    this.facts = facts;
    this.symbols = new Symbols(file.path());
  }

  /**
   * Plans the probes of the file that a process executes; attaches none.
   *
   * @param others whose files may be copies of this one, which then is not read again
   */
  static BinaryProbes of(Attacher attacher, GoProcess process, Collection<BinaryProbes> others)
      throws ObservationException, GoBinaryException {
    HeldExecutable file = HeldExecutable.of(process);
    try (GoBinary binary = GoBinary.open(file.path())) {
      for (BinaryProbes other : others) {
        if (other.facts.areOf(binary, other.file.path())) {
          return new BinaryProbes(attacher, file, other.facts);
        }
      }
      return new BinaryProbes(attacher, file, ProgramFacts.of(binary, attacher.cookies()));
    } catch (GoBinaryException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** Plans the probes of these signals; kinds that gain one are to be attached anew. */
  void want(Collection<Signal> signals) {
    Map<ProbeKind, List<PlannedProbe>> wanted = new EnumMap<>(ProbeKind.class);
    for (PlannedProbe probe : facts.plan().probes(signals)) {
      wanted.computeIfAbsent(probe.kind(), kind -> new ArrayList<>()).add(probe);
    }
    for (Map.Entry<ProbeKind, List<PlannedProbe>> kind : wanted.entrySet()) {
      if (!kind.getValue().equals(planned.put(kind.getKey(), kind.getValue()))) {
        UprobeLink.closeAll(release(EnumSet.of(kind.getKey())));
      }
    }
  }

  ProgramFacts facts() {
    return facts;
  }

  AttachPlan plan() {
    return facts.plan();
  }

  /** How the file was built. */
  BuildFacts build() {
    return facts.build();
  }

  /** Where the structures of its Go version have their fields; empty for an unknown version. */
  Optional<GoLayout> layout() {
    return facts.layout();
  }

  /** The counters that the Go runtime of a process keeps; empty where they cannot be found. */
  Optional<RuntimeCounters> runtime(int pid) {
    if (facts.runtime().isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(RuntimeCounters.of(facts.runtime().get(), pid));
    } catch (TargetMemoryException e) {
      LOG.info("process {}: the runtime's counters are not read: {}", pid, e.getMessage());
      return Optional.empty();
    }
  }

  /** What the functions and goroutines of a process do. */
  ProcessProfile profile(int pid, Optional<RuntimeCounters> counters) {
    return ProcessProfile.of(pid, symbols, bias(pid, counters), counters);
  }

  private long bias(int pid, Optional<RuntimeCounters> counters) {
    if (counters.isPresent()) {
      return counters.get().loadBias();
    }
    try (GoBinary binary = GoBinary.open(file.path())) {
      return binary.positionIndependent() ? LoadBias.of(binary, pid) : 0;
    } catch (GoBinaryException | TargetMemoryException e) {
      LOG.info("process {}: its functions are not named: {}", pid, e.getMessage());
      return 0;
    }
  }

  /** What is attached while a kind is on. */
  Map<ProbeKind, List<PlannedProbe>> planned() {
    return planned;
  }

  /** One more observed process runs this file. */
  void addUser() {
    users++;
  }

  /** One less; whether any observed process still runs this file. */
  boolean removeUser() {
    return --users > 0;
  }

  /** Attaches what is planned of these kinds and not attached; of each kind all or none. */
  void attach(Set<ProbeKind> kinds) throws KernelException {
    for (ProbeKind kind : kinds) {
      if (planned.containsKey(kind) && !links.containsKey(kind)) {
        links.put(kind, attach(planned.getOrDefault(kind, List.of())));
      }
    }
  }

  private List<UprobeLink> attach(List<PlannedProbe> probes) throws KernelException {
    String executable = file.path().toString();
    List<UprobeLink> attached = new ArrayList<>();
    try {
      for (PlannedProbe probe : probes) {
        long[] cookies = attacher.cookies() ? probe.cookies() : new long[probe.sites().size()];
        long[] offsets = probe.offsets();
        file.cache(offsets);
        attached.add(attacher.uprobes(probe.program(), executable, offsets, cookies));
      }
      return attached;
    } catch (KernelException e) {
      UprobeLink.closeAll(attached);
      throw e;
    }
  }

  /** The links of these kinds, which stay this object's. For any thread. */
  List<UprobeLink> links(Set<ProbeKind> kinds) {
    return kinds.stream().flatMap(kind -> links.getOrDefault(kind, List.of()).stream()).toList();
  }

  /** Gives up the links of these kinds, for the caller to close. */
  List<UprobeLink> release(Set<ProbeKind> kinds) {
    List<UprobeLink> released = new ArrayList<>();
    for (ProbeKind kind : kinds) {
      List<UprobeLink> attached = links.remove(kind);
      if (attached != null) {
        released.addAll(attached);
      }
    }
    return released;
  }

  @Override
  public void close() {
    UprobeLink.closeAll(release(EnumSet.allOf(ProbeKind.class)));
    symbols.close();
    file.close();
  }
}
