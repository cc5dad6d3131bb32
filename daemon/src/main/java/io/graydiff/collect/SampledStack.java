package io.graydiff.collect;

import io.graydiff.kernel.KernelAbi;
import io.graydiff.kernel.RingRecord;
import java.util.Arrays;

/**
 * A stack as the kernel's programs sampled it; equal to another of the same addresses, kind and
 * weight. Immutable.
 */
final class SampledStack {
  private final int kind;
  private final boolean inKernel;
  private final long weight;
  private final long[] pcs;
  private final int hash;

  private SampledStack(int kind, boolean inKernel, long weight, long[] pcs) {
    this.kind = kind;
    this.inKernel = inKernel;
    this.weight = weight;
    this.pcs = pcs;
    this.hash = 31 * (31 * Arrays.hashCode(pcs) + Long.hashCode(weight)) + kind;
  }

  /** Of a record of their ring. */
  static SampledStack read(RingRecord record) {
    int depth = record.getInt(KernelAbi.STACK_DEPTH);
    long[] pcs = new long[Math.max(0, Math.min(depth, KernelAbi.GD_STACK_DEPTH))];
    for (int i = 0; i < pcs.length; i++) {
      pcs[i] = record.getLong(KernelAbi.STACK_PCS + i * Long.BYTES);
    }
    return new SampledStack(
        record.getInt(KernelAbi.STACK_KIND),
        (record.getInt(KernelAbi.STACK_FLAGS) & KernelAbi.GD_STACK_IN_KERNEL) != 0,
        record.getLong(KernelAbi.STACK_WEIGHT),
        pcs);
  }

  boolean isCpu() {
    return kind == KernelAbi.GD_STACK_CPU;
  }

  boolean inKernel() {
    return inKernel;
  }

  /** What each sample of it stands for. */
  long weight() {
    return weight;
  }

  int depth() {
    return pcs.length;
  }

  /** An address inside the instruction that was executed, or that made the call. */
  long pc(int i) {
    return i == 0 && isCpu() ? pcs[0] : pcs[i] - 1;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SampledStack stack
        && stack.hash == hash
        && stack.kind == kind
        && stack.inKernel == inKernel
        && stack.weight == weight
        && Arrays.equals(stack.pcs, pcs);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
