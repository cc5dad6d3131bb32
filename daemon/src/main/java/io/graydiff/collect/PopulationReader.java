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
 * never in both and never lost.
 */
public final class PopulationReader {
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

  // Scratch: the row of one stripe, and of all stripes.
  private final int[] of = new int[KernelAbi.GD_BUCKETS];
  private final int[] now = new int[KernelAbi.GD_BUCKETS];

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
    if (total(series, KernelAbi.ROW_COUNT) == counts[series]) {
      return;
    }
    int[] seen = buckets[series];
    if (seen == null) {
      seen = new int[KernelAbi.GD_BUCKETS];
      buckets[series] = seen;
    }
    addUp(series);
    for (int bucket = 0; bucket < KernelAbi.GD_BUCKETS; bucket++) {
      int delta = now[bucket] - seen[bucket];
      if (delta != 0) {
        sink.bucket(series, bucket, delta);
        seen[bucket] = now[bucket];
        counts[series] += Integer.toUnsignedLong(delta);
      }
    }
    long sum = total(series, KernelAbi.ROW_SUM);
    sink.sum(series, sum - sums[series]);
    sums[series] = sum;
  }

  /** Sets {@link #now} to the buckets of a series, over all stripes. */
  private void addUp(int series) {
    rows.copyInts(row(0, series) + KernelAbi.ROW_BUCKETS, now);
    for (int stripe = 1; stripe < stripes; stripe++) {
      rows.copyInts(row(stripe, series) + KernelAbi.ROW_BUCKETS, of);
      for (int bucket = 0; bucket < KernelAbi.GD_BUCKETS; bucket++) {
        now[bucket] += of[bucket];
      }
    }
  }

  private long total(int series, int field) {
    long total = 0;
    for (int stripe = 0; stripe < stripes; stripe++) {
      total += rows.getLongOpaque(row(stripe, series) + field);
    }
    return total;
  }

  private int row(int stripe, int series) {
    return (stripe * KernelAbi.GD_SERIES + series) * rows.stride();
  }
}
