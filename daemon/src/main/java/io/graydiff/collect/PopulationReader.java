package io.graydiff.collect;

import io.graydiff.kernel.KernelAbi;
import io.graydiff.kernel.MappedArray;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what one population has counted since the last read, from the mapped memory, without a
 * system call. Allocates only the first time that a row is seen to be in use. For one thread; the
 * kernel goes on counting meanwhile, and what it adds during a read is in this read or in the next,
 * never in both and never lost: a program marks a bucket before it counts in it, and in the row's
 * count at last.
 */
public final class PopulationReader {
  private static final int MARK_WORDS =
      KernelAbi.GD_BUCKETS / KernelAbi.GD_BUCKETS_A_MARK / Long.BYTES;

  private final MappedArray rows;
  private final MappedArray counters;
  private final CutOffs cutOffs;
  private final int population;
  private final int populations;
  private final int stripes;

  // What was handed over so far, by series; a row that never counted stays null.
  private final int[] @Nullable [] buckets = new int[KernelAbi.GD_SERIES][];
  private final long[] counts = new long[KernelAbi.GD_SERIES];
  private final long[] sums = new long[KernelAbi.GD_SERIES];
  private final long[] events = new long[KernelAbi.GD_COUNTS];
  private final Map<Integer, int[]> cutOff = new HashMap<>();

  // Scratch: the buckets of a series over all stripes, and which of them were ever marked.
  private final int[] now = new int[KernelAbi.GD_BUCKETS];
  private final long[] marked = new long[MARK_WORDS];

  /** Receives differences. */
  public interface Sink {
    /** A bucket of a series has counted so many values more. */
    void bucket(int series, int bucket, int delta);

    /** So many spans more were cut off at that length. */
    void cutOff(int series, int bucket, int delta);

    /** The sum of a series has grown by so much. */
    void sum(int series, long delta);

    /** A counter has counted so many events more. */
    void events(int counter, long delta);
  }

  /** Spans that windows have cut off. */
  @FunctionalInterface
  interface CutOffs {
    /** What was cut off of one population since the agent began. */
    void forEach(int population, Visitor visitor);

    /** Receives one series. */
    interface Visitor {
      void visit(int series, int[] counts);
    }
  }

  private static final Sink NOWHERE =
      new Sink() {
        @Override
        public void bucket(int series, int bucket, int delta) {}

        @Override
        public void cutOff(int series, int bucket, int delta) {}

        @Override
        public void sum(int series, long delta) {}

        @Override
        public void events(int counter, long delta) {}
      };

  /**
   * @param rows of this population alone
   * @param counters of all populations
   * @param cutOffs handed over with what the programs have counted
   */
  PopulationReader(
      MappedArray rows,
      MappedArray counters,
      CutOffs cutOffs,
      int population,
      int populations,
      int stripes) {
    this.rows = rows;
    this.counters = counters;
    this.cutOffs = cutOffs;
    this.population = population;
    this.populations = populations;
    this.stripes = stripes;
  }

  /** Forgets what was counted before now. */
  public void skip() {
    read(NOWHERE);
  }

  /** Hands over what was counted since the last read. */
  public void read(Sink sink) {
    for (int series = 0; series < KernelAbi.GD_SERIES; series++) {
      readRow(series, sink);
    }
    cutOffs.forEach(population, (series, counts) -> readCutOff(series, counts, sink));
    for (int counter = 0; counter < KernelAbi.GD_COUNTS; counter++) {
      long now = 0;
      for (int stripe = 0; stripe < stripes; stripe++) {
        now +=
            counters.getLongOpaque(
                (stripe * populations + population) * counters.stride() + counter * Long.BYTES);
      }
      if (now != events[counter]) {
        sink.events(counter, now - events[counter]);
        events[counter] = now;
      }
    }
  }

  private void readCutOff(int series, int[] counts, Sink sink) {
    int[] seen = cutOff.computeIfAbsent(series, s -> new int[KernelAbi.GD_BUCKETS]);
    for (int bucket = 0; bucket < counts.length; bucket++) {
      if (counts[bucket] != seen[bucket]) {
        sink.cutOff(series, bucket, counts[bucket] - seen[bucket]);
        seen[bucket] = counts[bucket];
      }
    }
  }

  private void readRow(int series, Sink sink) {
    // The buckets of a row need a look only if it counted more than was handed over.
    if (total(series, KernelAbi.SUMMARY_COUNT) == counts[series]) {
      return;
    }
    int[] seen = buckets[series];
    if (seen == null) {
      seen = new int[KernelAbi.GD_BUCKETS];
      buckets[series] = seen;
    }
    for (int stripe = 0; stripe < stripes; stripe++) {
      addUp(stripe, series);
    }
    for (int word = 0; word < MARK_WORDS; word++) {
      for (long marks = marked[word]; marks != 0; marks &= marks - 1) {
        handOver(series, mark(word, marks) * KernelAbi.GD_BUCKETS_A_MARK, seen, sink);
      }
      marked[word] = 0;
    }
    long sum = total(series, KernelAbi.SUMMARY_SUM);
    sink.sum(series, sum - sums[series]);
    sums[series] = sum;
  }

  /** Adds to {@link #now} what one row has in the buckets that were ever marked. */
  private void addUp(int stripe, int series) {
    int marksAt = summary(stripe, series) + KernelAbi.SUMMARY_MARKS;
    int bucketsAt =
        stripe * rows.stride()
            + KernelAbi.ROWS_BUCKETS
            + series * KernelAbi.GD_BUCKETS * Integer.BYTES;
    for (int word = 0; word < MARK_WORDS; word++) {
      long all = rows.getLongOpaque(marksAt + word * Long.BYTES);
      marked[word] |= all;
      for (long marks = all; marks != 0; marks &= marks - 1) {
        int first = mark(word, marks) * KernelAbi.GD_BUCKETS_A_MARK;
        int at = bucketsAt + first * Integer.BYTES;
        for (int i = 0; i < KernelAbi.GD_BUCKETS_A_MARK; i += 2) {
          long pair = rows.getLongOpaque(at + i * Integer.BYTES);
          now[first + i] += (int) pair;
          now[first + i + 1] += (int) (pair >>> Integer.SIZE);
        }
      }
    }
  }

  /** A mark is a byte that is 0 or 1; the lowest one of a word of them that are left. */
  private static int mark(int word, long marks) {
    return word * Long.BYTES + Long.numberOfTrailingZeros(marks) / Byte.SIZE;
  }

  /** Hands over the buckets of one mark, and makes room for the next series. */
  private void handOver(int series, int first, int[] seen, Sink sink) {
    for (int bucket = first; bucket < first + KernelAbi.GD_BUCKETS_A_MARK; bucket++) {
      int delta = now[bucket] - seen[bucket];
      if (delta != 0) {
        sink.bucket(series, bucket, delta);
        seen[bucket] = now[bucket];
        counts[series] += Integer.toUnsignedLong(delta);
      }
      now[bucket] = 0;
    }
  }

  private long total(int series, int field) {
    long total = 0;
    for (int stripe = 0; stripe < stripes; stripe++) {
      total += rows.getLongOpaque(summary(stripe, series) + field);
    }
    return total;
  }

  private int summary(int stripe, int series) {
    return stripe * rows.stride() + series * KernelAbi.SUMMARY_SIZE;
  }
}
