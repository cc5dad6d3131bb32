package io.graydiff.probe;

import io.graydiff.kernel.KernelAbi;

/**
 * What a hit is counted and controlled under in the kernel: the probes of one kind are attached and
 * detached together.
 */
public enum ProbeKind {
  HTTP(KernelAbi.GD_PROBE_HTTP, Tier.HOT),
  CONNECTION(KernelAbi.GD_PROBE_CONNECTION, Tier.RARE),
  ALLOC_SIZE(KernelAbi.GD_PROBE_ALLOC_SIZE, Tier.HOT),
  ALLOC_LATENCY(KernelAbi.GD_PROBE_ALLOC_LATENCY, Tier.HOT),
  PARK(KernelAbi.GD_PROBE_PARK, Tier.HOT),
  EXECUTE(KernelAbi.GD_PROBE_EXECUTE, Tier.HOT),
  GC(KernelAbi.GD_PROBE_GC, Tier.RARE),
  GC_ASSIST(KernelAbi.GD_PROBE_GC_ASSIST, Tier.HOT),
  LOCK(KernelAbi.GD_PROBE_LOCK, Tier.HOT),
  TLS(KernelAbi.GD_PROBE_TLS, Tier.RARE),
  GOROUTINE(KernelAbi.GD_PROBE_GOROUTINE, Tier.HOT),
  FAILURE(KernelAbi.GD_PROBE_FAILURE, Tier.RARE),
  STACK(KernelAbi.GD_PROBE_STACK, Tier.RARE),
  TIMER(KernelAbi.GD_PROBE_TIMER, Tier.HOT),
  CONTEXT(KernelAbi.GD_PROBE_CONTEXT, Tier.RARE);

  /** How often probes of a kind are hit in a busy service. */
  public enum Tier {
    /** A few times a second: stays attached. */
    RARE,
    /** Up to a million times a second: worth a budget. */
    HOT
  }

  private final int number;
  private final Tier tier;

  ProbeKind(int number, Tier tier) {
    this.number = number;
    this.tier = tier;
  }

  /** The number that the kernel's programs use. */
  public int number() {
    return number;
  }

  public Tier tier() {
    return tier;
  }
}
