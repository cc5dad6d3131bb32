package io.graydiff.collect;

import io.graydiff.kernel.EventRing;
import io.graydiff.kernel.KernelAbi;
import io.graydiff.kernel.RingRecord;
import io.graydiff.probe.ProbeKind;
import java.util.Collection;

/**
 * Takes the stacks that the kernel's programs sample, and ends a round of every observed process
 * each two seconds. Also keeps the sampling of allocations in proportion to their probe's hits. For
 * the collector's thread.
 */
public final class Profiler {
  private static final long ROUND_NANOS = 2_000_000_000L;

  /** So many hits of the allocation probe a sample, between these two. */
  private static final long FEWEST_HITS = 16;

  private static final long MOST_HITS = 64;

  /** Fewer hits than that say nothing about their sizes. */
  private static final long HITS_TO_JUDGE_BY = 256;

  private static final long SMALLEST_STEP = 256;
  private static final long LARGEST_STEP = 1 << 26;

  /** When so many stacks were taken at once, the next ones are taken soon, or they find no room. */
  private static final int MANY = 256;

  private final KernelProbes kernel;
  private final Observer observer;
  private final EventRing.Consumer accepting = this::accept;
  private long nextRound;
  private long stepBytes = 4096;
  private long allocationsBefore;
  private long samplesBefore;
  private long nextSmallerStep;
  private long lost;

  public Profiler(KernelProbes kernel, Observer observer) {
    this.kernel = kernel;
    this.observer = observer;
    // The calibration of probes has made hits, too, and sampled none.
    allocationsBefore = kernel.hits(ProbeKind.ALLOC_SIZE);
    samplesBefore = kernel.hits(ProbeKind.ALLOC_STACK);
    kernel.sampleAllocationsEvery(stepBytes);
  }

  /** Takes what was sampled, and ends a round if it is time; returns whether that was much. */
  boolean work(long now, Collection<ComparisonCollector> comparisons) {
    int taken = kernel.drainStacks(accepting);
    adjust(now);
    if (now - nextRound >= 0) {
      endRound(now, comparisons);
    }
    return taken >= MANY;
  }

  /** Ends the round now, so that who begins to look at a process gets what it does from now on. */
  void cut(long now, Collection<ComparisonCollector> comparisons) {
    kernel.drainStacks(accepting);
    endRound(now, comparisons);
  }

  private void endRound(long now, Collection<ComparisonCollector> comparisons) {
    nextRound = now + ROUND_NANOS;
    for (Observation observation : observer.observations()) {
      observation.profile().finishRound(now);
      lost += observation.profile().takeLost();
    }
    for (ComparisonCollector comparison : comparisons) {
      comparison.profiled(now, lost + kernel.stacksLost());
    }
  }

  private void accept(RingRecord record) {
    int pid = record.getInt(KernelAbi.STACK_PID);
    observer.observation(pid).ifPresent(of -> of.profile().add(SampledStack.read(record)));
  }

  /**
   * A sample costs more than a hit. One in 16 to 64 hits keeps that small, and is enough to tell
   * functions apart. Every sample carries its own weight, so that the step may change at any time:
   * it grows as soon as there are too many, before they fill the ring, and shrinks once a round.
   */
  private void adjust(long now) {
    long allocations = kernel.hits(ProbeKind.ALLOC_SIZE);
    long samples = kernel.hits(ProbeKind.ALLOC_STACK);
    long hits = allocations - allocationsBefore;
    long taken = samples - samplesBefore;
    if (hits < HITS_TO_JUDGE_BY) {
      return;
    }
    if (taken * FEWEST_HITS > hits) {
      stepBytes = Math.min(LARGEST_STEP, stepBytes * 2);
    } else if (now - nextSmallerStep < 0) {
      return;
    } else if (taken * MOST_HITS < hits) {
      stepBytes = Math.max(SMALLEST_STEP, stepBytes / 2);
    }
    nextSmallerStep = now + ROUND_NANOS;
    allocationsBefore = allocations;
    samplesBefore = samples;
    kernel.sampleAllocationsEvery(stepBytes);
  }
}
