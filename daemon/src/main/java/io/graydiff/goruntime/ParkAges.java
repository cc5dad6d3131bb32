package io.graydiff.goruntime;

import java.util.Arrays;

/**
 * Since when goroutines have not run, as far as successive censuses tell: one that has the same id,
 * the same state and the same count of runs as at the last census has not run between them. The
 * runtime counts a goroutine's runs in one byte ({@code g.trackingSeq}), so one that ran exactly a
 * multiple of 256 times between two censuses is mistaken, once; being so at several in a row is not
 * to be expected.
 *
 * <p>Fixed memory, 12 bytes a place, found by the goroutine's position in {@code allgs}; of two
 * that share a place the later one is kept, and the other counts as newly seen. An age is therefore
 * never too long but for that byte. ({@code g.waitsince} is no use here: the collector sets it to
 * the end of the cycle before the one that found the goroutine waiting, which may be long before it
 * began to wait: runtime/mgcmark.go, work.tstart.)
 */
final class ParkAges {
  private static final int MOST_PLACES = 1 << 16;
  private static final int FEWEST_PLACES = 1 << 8;

  private int[] prints = new int[FEWEST_PLACES];
  private long[] since = new long[FEWEST_PLACES];

  /** Makes room for a list of that length; what is known is kept. */
  void reserve(long length) {
    int wanted = FEWEST_PLACES;
    while (wanted < length && wanted < MOST_PLACES) {
      wanted <<= 1;
    }
    if (wanted > prints.length) {
      prints = Arrays.copyOf(prints, wanted);
      since = Arrays.copyOf(since, wanted);
    }
  }

  /**
   * For how long the goroutine at this position has not run, in nanoseconds.
   *
   * @param state what it waits for
   * @param runs its count of runs
   */
  long age(long position, long id, int state, int runs, long now) {
    int place = (int) position & (prints.length - 1);
    int print = print(id, state, runs);
    if (prints[place] == print) {
      return now - since[place];
    }
    prints[place] = print;
    since[place] = now;
    return 0;
  }

  /** Never 0, which stands for an empty place. */
  private static int print(long id, int state, int runs) {
    long mixed = (id * 0x9e3779b97f4a7c15L ^ ((long) state << 8 | runs)) * 0xbf58476d1ce4e5b9L;
    return (int) (mixed >>> 32) | 1;
  }
}
