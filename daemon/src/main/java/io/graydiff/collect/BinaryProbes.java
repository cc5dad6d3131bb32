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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
        detach(kind.getKey());
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

  /** Attaches the probes of one kind, unless they are attached; all of them or none. */
  void attach(ProbeKind kind) throws KernelException {
    if (links.containsKey(kind) || executables.isEmpty()) {
      return;
    }
    String executable = executables.values().iterator().next().toString();
    List<UprobeLink> attached = new ArrayList<>();
    try {
      for (PlannedProbe probe : planned.getOrDefault(kind, List.of())) {
        attached.add(attacher.uprobes(probe.program(), executable, probe.offsets()));
      }
    } catch (KernelException e) {
      attached.forEach(UprobeLink::close);
      throw e;
    }
    links.put(kind, attached);
  }

  /** Detaches the probes of one kind, unless they are detached. */
  void detach(ProbeKind kind) {
    List<UprobeLink> attached = links.remove(kind);
    if (attached != null) {
      attached.forEach(UprobeLink::close);
    }
  }

  @Override
  public void close() {
    List.copyOf(links.keySet()).forEach(this::detach);
  }
}
