package io.graydiff.collect;

import io.graydiff.kernel.KernelAbi;
import io.graydiff.signal.Signal;

/**
 * How a window lies in the ring of windows: a list of (index, value) pairs, zero values left out.
 * One block a member, in the order of the members:
 *
 * <pre>
 *   block  =  92 series x (1152 buckets | sum low, high)
 *          |  the same 92 series, of spans that were cut off
 *          |  32 counters x (low, high)
 *          |  words x (low, high)
 * </pre>
 */
final class WindowLayout {
  /** Number of the member, given once in a comparison's life. */
  static final int MEMBER = 0;

  /** Time observed in the window, nanoseconds. */
  static final int OBSERVED_NANOS = 1;

  /** CPU time used in the window, nanoseconds. */
  static final int CPU_NANOS = 2;

  /** First of one word a kind of probes: nanoseconds for which it counted. */
  static final int OPEN_NANOS = 3;

  /**
   * First of one word a signal that no probe measures: 1 more than its value, in the unit in which
   * it is recorded; 0: not known.
   */
  static final int SIGNALS = OPEN_NANOS + KernelAbi.GD_PROBES;

  private static final int WORDS = SIGNALS + Signal.values().length;

  static final int SERIES_STRIDE = KernelAbi.GD_BUCKETS + 2;
  static final int COUNTERS_AT = 2 * KernelAbi.GD_SERIES * SERIES_STRIDE;
  static final int WORDS_AT = COUNTERS_AT + 2 * KernelAbi.GD_COUNTS;
  static final int BLOCK = WORDS_AT + 2 * WORDS;

  private WindowLayout() {}

  static int bucket(int block, int series, int bucket) {
    return block * BLOCK + series * SERIES_STRIDE + bucket;
  }

  /** Index of the low half; the high half follows. */
  static int sum(int block, int series) {
    return bucket(block, series, KernelAbi.GD_BUCKETS);
  }

  /** Index of the low half; the high half follows. */
  static int counter(int block, int counter) {
    return block * BLOCK + COUNTERS_AT + 2 * counter;
  }

  /** Index of the low half; the high half follows. */
  static int word(int block, int word) {
    return block * BLOCK + WORDS_AT + 2 * word;
  }
}
