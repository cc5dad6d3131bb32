package io.graydiff.window;

/**
 * A reader's copy of one window of a {@link WindowRing}: pairs of an index and a value, in the
 * order in which they were written. Reused from window to window. For one thread.
 */
public final class SparseWindow {
  final int[] pairs;
  int size;
  long sequence;
  long startNanos;
  long endNanos;

  /**
   * @param intsPerSlot as the ring's
   */
  public SparseWindow(int intsPerSlot) {
    pairs = new int[intsPerSlot];
  }

  /** Number of pairs. */
  public int size() {
    return size / 2;
  }

  public int index(int pair) {
    return pairs[2 * pair];
  }

  public int value(int pair) {
    return pairs[2 * pair + 1];
  }

  /** 0 for the first window of the ring. */
  public long sequence() {
    return sequence;
  }

  /** On the monotonic clock. */
  public long startNanos() {
    return startNanos;
  }

  /** On the monotonic clock. */
  public long endNanos() {
    return endNanos;
  }
}
