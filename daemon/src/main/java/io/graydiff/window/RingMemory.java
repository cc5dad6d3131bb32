package io.graydiff.window;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * The memory of a {@link WindowRing}: where each word lies, and in which order it is read and
 * written. A row grows with the longest window that its slot has held; the other arrays are made
 * once.
 *
 * <pre>
 *   versions[slot]            0 never written; 2s+1 window s is being written; 2s+2 it is complete
 *   times[2 slot]             start of the window, nanoseconds
 *   times[2 slot + 1]         end of the window, nanoseconds
 *   rows[slot][0]             number of entries
 *   rows[slot][1]             entries that did not fit
 *   rows[slot][2 ...]         index, delta, index, delta, ...
 *   head[0]                   windows published
 *   taken[0]                  windows that the reader needs no more; -1 where none has said so
 * </pre>
 *
 * <p>Only the words that order the others, and the reference to a row, are read with acquire and
 * written with release. The rest is plain: a reader that raced with the writer sees the version
 * change and drops what it copied. A row never says that it has more entries than it is long.
 */
final class RingMemory {
  static final int ENTRIES = 0;
  static final int OMITTED = 1;
  static final int HEADER = 2;
  static final int START = 0;
  static final int END = 1;

  private static final int FIRST_INTS = 1 << 10;

  private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);
  private static final VarHandle ROWS = MethodHandles.arrayElementVarHandle(int[][].class);

  private final int slots;
  private final int longestRow;
  private final long[] versions;
  private final long[] times;
  private final int[][] rows;
  private final long[] head = new long[1];
  private final long[] taken = {-1};

  RingMemory(int slots, int intsPerSlot) {
    this.slots = slots;
    this.longestRow = Math.addExact(HEADER, intsPerSlot);
    this.versions = new long[slots];
    this.times = new long[2 * slots];
    this.rows = new int[slots][Math.min(longestRow, FIRST_INTS)];
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

  long takenAcquire() {
    return (long) LONGS.getAcquire(taken, 0);
  }

  void takenRelease(long windows) {
    LONGS.setRelease(taken, 0, windows);
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

  /** A row as a reader finds it; it may be replaced by a longer one meanwhile. */
  int[] rowAcquire(int slot) {
    return (int[]) ROWS.getAcquire(rows, slot);
  }

  /** The writer's row, long enough for a pair of words at an offset. */
  int[] rowForPair(int slot, int offset) {
    int[] row = rows[slot];
    return offset + 1 < row.length ? row : grow(slot, row);
  }

  private int[] grow(int slot, int[] row) {
    int[] longer = Arrays.copyOf(row, Math.min(longestRow, 2 * row.length));
    ROWS.setRelease(rows, slot, longer);
    return longer;
  }

  void wordPlain(int slot, int offset, int value) {
    rows[slot][offset] = value;
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
