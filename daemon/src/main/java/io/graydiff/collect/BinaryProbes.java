package io.graydiff.collect;

import io.graydiff.kernel.Attacher;
import io.graydiff.kernel.KernelException;
import io.graydiff.kernel.UprobeLink;
import io.graydiff.probe.AttachPlan;
import io.graydiff.probe.PlannedProbe;
import io.graydiff.probe.ProbeKind;
import io.graydiff.signal.Signal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The probes of one executable file, for all observed processes that run it. Probes of one kind are
 * attached and detached together. For one thread.
 */
final class BinaryProbes implements AutoCloseable {
  private final Attacher attacher;
  private final AttachPlan plan;
  private final Map<ProbeKind, List<PlannedProbe>> planned = new EnumMap<>(ProbeKind.class);
  private final Map<ProbeKind, List<UprobeLink>> links = new EnumMap<>(ProbeKind.class);
  private final Map<Integer, Path> executables = new LinkedHashMap<>();

  BinaryProbes(Attacher attacher, AttachPlan plan) {
    this.attacher = attacher;
    this.plan = plan;
  }

  /** Plans the probes of these signals; kinds that gain one are to be attached anew. */
  void want(Collection<Signal> signals) {
    Map<ProbeKind, List<PlannedProbe>> wanted = new EnumMap<>(ProbeKind.class);
    for (PlannedProbe probe : plan.probes(signals)) {
      wanted.computeIfAbsent(probe.kind(), kind -> new ArrayList<>()).add(probe);
    }
    for (Map.Entry<ProbeKind, List<PlannedProbe>> kind : wanted.entrySet()) {
      if (!kind.getValue().equals(planned.put(kind.getKey(), kind.getValue()))) {
        UprobeLink.closeAll(release(EnumSet.of(kind.getKey())));
      }
    }
  }

  AttachPlan plan() {
    return plan;
  }

  /** What is attached while a kind is on. */
  Map<ProbeKind, List<PlannedProbe>> planned() {
    return planned;
  }

  /** A process runs this file; through it the file can be opened, wherever it lies. */
  void addProcess(int pid) {
    executables.put(pid, Path.of("/proc", Integer.toString(pid), "exe"));
  }

  /** Whether any observed process still runs this file. */
  boolean removeProcess(int pid) {
    executables.remove(pid);
    return !executables.isEmpty();
  }

  /** Attaches what is planned of these kinds and not attached; of each kind all or none. */
  void attach(Set<ProbeKind> kinds) throws KernelException {
    for (ProbeKind kind : kinds) {
      if (planned.containsKey(kind) && !links.containsKey(kind) && !executables.isEmpty()) {
        links.put(kind, attach(planned.getOrDefault(kind, List.of())));
      }
    }
  }

  private List<UprobeLink> attach(List<PlannedProbe> probes) throws KernelException {
    String executable = executables.values().iterator().next().toString();
    List<UprobeLink> attached = new ArrayList<>();
    try {
      for (PlannedProbe probe : probes) {
        attached.add(attacher.uprobes(probe.program(), executable, probe.offsets()));
      }
      return attached;
    } catch (KernelException e) {
      UprobeLink.closeAll(attached);
      throw e;
    }
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
  }
}
