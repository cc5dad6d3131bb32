package io.graydiff.collect;

import io.graydiff.kernel.Attacher;
import io.graydiff.kernel.BpfObject;
import io.graydiff.kernel.KernelAbi;
import io.graydiff.kernel.KernelFeatures;
import io.graydiff.kernel.MappedArray;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A window of one process: 64 series that all counted on every stripe, read from the kernel's
 * memory. The agent itself has at most 8 stripes; 64 is a row for every CPU of a large machine.
 * Needs root.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SnapshotBenchmark {
  private static final int SERIES = 64;
  private static final int CHANGED_BUCKETS = 20;
  private static final int BUCKET_STEP = 40;

  @Param({"2", "8", "64"})
  public int stripes;

  private KernelProbes kernel;
  private BpfObject object;
  private MappedArray rows;
  private MappedArray counters;
  private PopulationReader reader;
  private final Total total = new Total();

  private static final class Total implements PopulationReader.Sink {
    private long values;

    @Override
    public void bucket(int series, int bucket, int delta) {
      values += delta;
    }

    @Override
    public void cutOff(int series, int bucket, int delta) {
      values += delta;
    }

    @Override
    public void sum(int series, long delta) {
      values += delta;
    }

    @Override
    public void events(int counter, long delta) {
      values += delta;
    }
  }

  @Setup(Level.Trial)
  public void load() throws Exception {
    kernel = KernelProbes.load(KernelProbes.Capacity.USUAL);
    object = BpfObject.open("/bpf/graydiff.bpf.o");
    object.size("rows", stripes);
    object.size("counters", stripes);
    object.size("stats", stripes);
    object.size("spans", 1);
    object.constants(1, stripes - 1);
    Attacher.prepare(object, KernelFeatures.detect().uprobeMulti());
    object.load();
    rows = object.mapArray("rows");
    counters = object.mapArray("counters");
    CensoredCounts none = new CensoredCounts(kernel.openSpans(), new Observer(kernel, 0, SpanFloors.NONE));
    reader = new PopulationReader(rows, counters, none, 0, 1, stripes);
    count();
    reader.skip();
  }

  /** What the programs do between two windows. */
  @Setup(Level.Invocation)
  public void count() {
    for (int stripe = 0; stripe < stripes; stripe++) {
      for (int series = 0; series < SERIES; series++) {
        int summary = stripe * rows.stride() + series * KernelAbi.SUMMARY_SIZE;
        int buckets =
            stripe * rows.stride()
                + KernelAbi.ROWS_BUCKETS
                + series * KernelAbi.GD_BUCKETS * Integer.BYTES;
        for (int i = 0; i < CHANGED_BUCKETS; i++) {
          int pair = (series + i * BUCKET_STEP) / 2;
          mark(summary, 2 * pair);
          add(buckets + pair * Long.BYTES, 1);
        }
        add(summary + KernelAbi.SUMMARY_COUNT, CHANGED_BUCKETS);
        add(summary + KernelAbi.SUMMARY_SUM, CHANGED_BUCKETS);
      }
    }
  }

  private void mark(int summary, int bucket) {
    int mark = bucket / KernelAbi.GD_BUCKETS_A_MARK;
    int word = summary + KernelAbi.SUMMARY_MARKS + mark / Long.BYTES * Long.BYTES;
    rows.putLongRelease(
        word, rows.getLongOpaque(word) | 1L << mark % Long.BYTES * Byte.SIZE);
  }

  private void add(int offset, long value) {
    rows.putLongRelease(offset, rows.getLongOpaque(offset) + value);
  }

  @Benchmark
  public long snapshot() {
    reader.read(total);
    return total.values;
  }

  @TearDown(Level.Trial)
  public void unload() {
    counters.close();
    rows.close();
    object.close();
    kernel.close();
  }
}
