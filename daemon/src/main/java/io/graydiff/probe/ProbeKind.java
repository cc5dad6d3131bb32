package io.graydiff.probe;

import io.graydiff.kernel.KernelAbi;
import java.util.Collection;

/**
 * What a hit is counted and controlled under in the kernel: the probes of one kind are attached and
 * detached together.
 */
public enum ProbeKind {
  HTTP(KernelAbi.GD_PROBE_HTTP),
  CONNECTION(KernelAbi.GD_PROBE_CONNECTION),
  ALLOC_SIZE(KernelAbi.GD_PROBE_ALLOC_SIZE),
  ALLOC_LATENCY(KernelAbi.GD_PROBE_ALLOC_LATENCY),
  PARK(KernelAbi.GD_PROBE_PARK),
  EXECUTE(KernelAbi.GD_PROBE_EXECUTE),
  GC(KernelAbi.GD_PROBE_GC),
  GC_ASSIST(KernelAbi.GD_PROBE_GC_ASSIST),
  LOCK(KernelAbi.GD_PROBE_LOCK),
  TLS(KernelAbi.GD_PROBE_TLS),
  GOROUTINE(KernelAbi.GD_PROBE_GOROUTINE),
  FAILURE(KernelAbi.GD_PROBE_FAILURE),
  STACK(KernelAbi.GD_PROBE_STACK),
  TIMER(KernelAbi.GD_PROBE_TIMER),
  CONTEXT(KernelAbi.GD_PROBE_CONTEXT),
  GRPC(KernelAbi.GD_PROBE_GRPC),
  SLICE(KernelAbi.GD_PROBE_SLICE),
  SYNCMAP(KernelAbi.GD_PROBE_SYNCMAP),
  THREAD(KernelAbi.GD_PROBE_THREAD),
  /** Ticks of the profiling clock; no uprobe. */
  PROFILE(KernelAbi.GD_PROBE_PROFILE),
  /** Hits of {@link #ALLOC_SIZE} that also took a stack. */
  ALLOC_STACK(KernelAbi.GD_PROBE_ALLOC_STACK);

  private final int number;

  ProbeKind(int number) {
    this.number = number;
  }

  /** The kind of that number. */
  public static ProbeKind of(int number) {
    ProbeKind kind = values()[number];
    if (kind.number != number) {
      throw new IllegalStateException(kind + " is not number " + number);
    }
    return kind;
  }

  /** A word with one bit for each of these kinds, at its number. */
  public static long bits(Collection<ProbeKind> kinds) {
    long bits = 0;
    for (ProbeKind kind : kinds) {
      bits |= 1L << kind.number;
    }
    return bits;
  }

  /** The number that the kernel's programs use. */
  public int number() {
    return number;
  }
}
