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
import io.graydiff.kernel.ProgramSites;
import io.graydiff.kernel.UprobeLink;
import io.graydiff.kernel.Uprobes;
import io.graydiff.probe.AttachPlan;
import io.graydiff.probe.PlannedProbe;
import io.graydiff.probe.ProbeKind;
import io.graydiff.signal.Signal;
import io.graydiff.target.GoProcess;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The probes of one executable file, for all observed processes that run it. Those of a group are
 * attached and detached together, by one link. For one thread, but for {@link #link}.
 */
final class BinaryProbes implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BinaryProbes.class);

  private final Attacher attacher;
  private final HeldExecutable file;
  private final ProgramFacts facts;
  private final Symbols symbols;
  private final Map<ProbeKind, List<PlannedProbe>> planned = new EnumMap<>(ProbeKind.class);
  private final Map<ProbeGroup, Ready> ready = new EnumMap<>(ProbeGroup.class);
  private final Map<ProbeGroup, UprobeLink> links = new ConcurrentHashMap<>();
  private int users;

  /**
   * The probes of a group.
   *
   * @param pages of the file that they are in
   * @param uprobes nothing to attach where there are no pages
   */
  @SuppressWarnings("ArrayRecordComponent") // Read at each attaching; nobody compares them.
  private record Ready(long[] pages, Uprobes uprobes) {}

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

  /** Plans the probes of these signals; groups that gain one are to be attached anew. */
  void want(Collection<Signal> signals) {
    Map<ProbeKind, List<PlannedProbe>> wanted = new EnumMap<>(ProbeKind.class);
    for (PlannedProbe probe : facts.plan().probes(signals)) {
      wanted.computeIfAbsent(probe.kind(), kind -> new ArrayList<>()).add(probe);
    }
    for (Map.Entry<ProbeKind, List<PlannedProbe>> kind : wanted.entrySet()) {
      if (!kind.getValue().equals(planned.put(kind.getKey(), kind.getValue()))) {
        ProbeGroup group = ProbeGroup.of(kind.getKey());
        ready.remove(group);
        release(group).ifPresent(UprobeLink::close);
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
    return new ProcessProfile(pid, symbols, bias(pid, counters), counters);
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

  /** Attaches what is planned of a group and not attached: all of it or none. */
  void attach(ProbeGroup group) throws KernelException {
    Ready probes = ready.computeIfAbsent(group, this::ready);
    if (probes.pages.length == 0 || links.containsKey(group)) {
      return;
    }
    file.cache(probes.pages);
    links.put(group, probes.uprobes.attach());
  }

  private Ready ready(ProbeGroup group) {
    List<ProgramSites> programs = sites(group);
    return new Ready(
        HeldExecutable.pages(programs.stream().flatMapToLong(p -> Arrays.stream(p.offsets()))),
        attacher.uprobes(file.path().toString(), programs));
  }

  private List<ProgramSites> sites(ProbeGroup group) {
    return group.kinds().stream()
        .flatMap(kind -> planned.getOrDefault(kind, List.of()).stream())
        .map(
            probe ->
                attacher.cookies()
                    ? new ProgramSites(probe.program(), probe.offsets(), probe.cookies())
                    : ProgramSites.of(probe.program(), probe.offsets()))
        .toList();
  }

  /** The link of a group that is attached, which stays this object's. For any thread. */
  Optional<UprobeLink> link(ProbeGroup group) {
    return Optional.ofNullable(links.get(group));
  }

  /** Gives up the link of a group, for the caller to close. */
  Optional<UprobeLink> release(ProbeGroup group) {
    return Optional.ofNullable(links.remove(group));
  }

  @Override
  public void close() {
    UprobeLink.closeAll(links.values());
    links.clear();
    symbols.close();
    file.close();
  }
}
