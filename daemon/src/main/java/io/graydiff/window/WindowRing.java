package io.graydiff.window;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A ring of windows between one writer and any number of readers, without locks. The writer is
 * wait-free: it never looks at readers and overwrites the oldest window. A reader copies a window
 * and is told when it was overwritten before or while it copied; it never sees a mixture. Nothing
 * is allocated after construction.
 *
 * <pre>
 *   slot = sequence mod slots
 *
 *   versions | v0 | v1 | ...   2 s + 1 while window s is being written, 2 s + 2 once it is complete
 *   times    | start, end, ints used | ...
 *   pairs    | index, value, index, value, ... | ...
 * </pre>
 *
 * <p>Each slot is a sequence lock. The writer marks the slot as being written, then a store fence
 * keeps the data behind the mark, and a release store of the final version keeps it before that.
 * The reader takes the version with acquire, copies, and after a load fence takes it again: equal
 * versions mean an unmixed copy (Boehm, "Can seqlocks get along with programming language memory
 * models?", 2012).
 */
public final class WindowRing {
  private static final VarHandle VERSION = MethodHandles.arrayElementVarHandle(long[].class);
  private static final VarHandle PAIR = MethodHandles.arrayElementVarHandle(int[].class);
  private static final VarHandle HEAD;

  static {
    try {
      HEAD = MethodHandles.lookup().findVarHandle(WindowRing.class, "head", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final int slots;
  private final int intsPerSlot;
  private final long[] versions;
  private final long[] starts;
  private final long[] ends;
  private final int[] used;
  private final int[][] pairs;

  @SuppressWarnings("UnusedVariable") // through HEAD
  private long head;

  // The writer's own.
  private int slot;
  private int at;
  private long pairsDropped;

  /** What came of an attempt to read. */
  public enum Read {
    /** The window was copied. */
    READ,
    /** The window was overwritten; go on with {@link #oldest}. */
    OVERRUN,
    /** The window has not been published yet. */
    NOT_YET
  }

  /**
   * @param slots how many windows are kept
   * @param intsPerSlot two for each pair that a window can hold
   */
  public WindowRing(int slots, int intsPerSlot) {
    if (slots < 2 || intsPerSlot < 2) {
      throw new IllegalArgumentException(slots + " slots of " + intsPerSlot + " ints");
    }
    this.slots = slots;
    this.intsPerSlot = intsPerSlot;
    this.versions = new long[slots];
    this.starts = new long[slots];
    this.ends = new long[slots];
    this.used = new int[slots];
    this.pairs = new int[slots][intsPerSlot];
  }

  public int intsPerSlot() {
    return intsPerSlot;
  }

  /** The writer begins a window; it takes the place of the oldest one. */
  public void begin(long startNanos) {
    long sequence = (long) HEAD.get(this);
    slot = (int) (sequence % slots);
    at = 0;
    VERSION.setOpaque(versions, slot, 2 * sequence + 1);
    VarHandle.storeStoreFence();
    starts[slot] = startNanos;
  }

  /** The writer adds a pair; false, and counted, when the window is full. */
  public boolean put(int index, int value) {
    if (at + 2 > intsPerSlot) {
      pairsDropped++;
      return false;
    }
    PAIR.setOpaque(pairs[slot], at, index);
    PAIR.setOpaque(pairs[slot], at + 1, value);
    at += 2;
    return true;
  }

  /** The writer completes the window: from now on it can be read. */
  public void publish(long endNanos) {
    long sequence = (long) HEAD.get(this);
    ends[slot] = endNanos;
    used[slot] = at;
    VERSION.setRelease(versions, slot, 2 * sequence + 2);
    HEAD.setRelease(this, sequence + 1);
  }

  /** Pairs that found their window full; the writer's. */
  public long pairsDropped() {
    return pairsDropped;
  }

  /** How many windows have been published: the sequence of the next. */
  public long head() {
    return (long) HEAD.getAcquire(this);
  }

  /** The oldest window that a reader can still hope for. */
  public long oldest() {
    return Math.max(0, head() - slots + 1);
  }

  /** Copies a window. Lock-free; any thread, each with its own copy. */
  public Read read(long sequence, SparseWindow into) {
    if (sequence >= head()) {
      return Read.NOT_YET;
    }
    int s = (int) (sequence % slots);
    long complete = 2 * sequence + 2;
    if ((long) VERSION.getAcquire(versions, s) != complete) {
      return Read.OVERRUN;
    }
    into.sequence = sequence;
    into.startNanos = starts[s];
    into.endNanos = ends[s];
    into.size = Math.min(used[s], intsPerSlot);
    for (int i = 0; i < into.size; i++) {
      into.pairs[i] = (int) PAIR.getOpaque(pairs[s], i);
    }
    VarHandle.loadLoadFence();
    return (long) VERSION.getOpaque(versions, s) == complete ? Read.READ : Read.OVERRUN;
  }
}
