package io.graydiff.window;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The memory of a {@link WindowRing}: where each word lies, and in which order it is read and
 * written. All arrays are made once.
 *
 * <pre>
 *   versions[slot]            0 never written; 2s+1 window s is being written; 2s+2 it is complete
 *   times[2 slot]             start of the window, nanoseconds
 *   times[2 slot + 1]         end of the window, nanoseconds
 *   rows[slot * stride]       number of entries
 *   rows[slot * stride + 1]   entries that did not fit
 *   rows[slot * stride + 2 ...]  index, delta, index, delta, ...
 *   head[0]                   windows published
 * </pre>
 *
 * <p>Only the word that orders the others is read with acquire and written with release. The rest
 * is plain: a reader that raced with the writer sees the version change and drops what it copied.
 */
final class RingMemory {
  static final int ENTRIES = 0;
  static final int OMITTED = 1;
  static final int HEADER = 2;
  static final int START = 0;
  static final int END = 1;

  private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

  private final int slots;
  private final int stride;
  private final long[] versions;
  private final long[] times;
  private final int[] rows;
  private final long[] head = new long[1];

  RingMemory(int slots, int intsPerSlot) {
    this.slots = slots;
    this.stride = HEADER + intsPerSlot;
    this.versions = new long[slots];
    this.times = new long[2 * slots];
    this.rows = new int[Math.multiplyExact(slots, stride)];
  }

  static long writing(long sequence) {
    return 2 * sequence + 1;
  }

  static long complete(long sequence) {
    return 2 * sequence + 2;
  }

  int slots() {
    return slots;
  }

  int slotOf(long sequence) {
    return (int) (sequence % slots);
  }

  long headAcquire() {
    return (long) LONGS.getAcquire(head, 0);
  }

  void headRelease(long windows) {
    LONGS.setRelease(head, 0, windows);
  }

  long versionAcquire(int slot) {
    return (long) LONGS.getAcquire(versions, slot);
  }

  long versionOpaque(int slot) {
    return (long) LONGS.getOpaque(versions, slot);
  }

  void versionOpaque(int slot, long version) {
    LONGS.setOpaque(versions, slot, version);
  }

  void versionRelease(int slot, long version) {
    LONGS.setRelease(versions, slot, version);
  }

  long timeOpaque(int slot, int which) {
    return (long) LONGS.getOpaque(times, 2 * slot + which);
  }

  void timeOpaque(int slot, int which, long nanos) {
    LONGS.setOpaque(times, 2 * slot + which, nanos);
  }

  int wordPlain(int slot, int offset) {
    return rows[slot * stride + offset];
  }

  void wordPlain(int slot, int offset, int value) {
    rows[slot * stride + offset] = value;
  }

  void copyPlain(int slot, int offset, int[] into, int length) {
    System.arraycopy(rows, slot * stride + offset, into, 0, length);
  }

  /** What was written before stays before what is written after. */
  static void orderWrites() {
    VarHandle.storeStoreFence();
  }

  /** What was read before stays before what is read after. */
  static void orderReads() {
    VarHandle.acquireFence();
  }
}
