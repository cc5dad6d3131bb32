package io.graydiff.window;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * One thread writes windows of {@value #ENTRIES} entries, another reads the newest, neither
 * pausing: the ring, the same memory behind a lock, and HdrHistogram's Recorder, which a reader
 * swaps. Times are for a whole window.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class WindowRingBenchmark {
  static final int ENTRIES = 1000;
  private static final int SLOTS = 4;
  private static final int INDEX_STEP = 7;

  /** Graydiff's own. */
  @State(Scope.Group)
  public static class Ring {
    private final WindowRing ring = new WindowRing(SLOTS, 2 * ENTRIES);
    private final SparseWindow into = new SparseWindow();
    private long now;
  }

  /** What one would write without thinking about it. */
  @State(Scope.Group)
  public static class Locked {
    private final ReentrantLock lock = new ReentrantLock();
    private final int[] words = new int[2 * ENTRIES];
    private final int[] into = new int[2 * ENTRIES];
  }

  /** Two histograms that take turns, with a count of writers under way. */
  @State(Scope.Group)
  public static class Hdr {
    private final Recorder recorder = new Recorder(TimeUnit.MINUTES.toNanos(20), 2);
    private Histogram recycled = recorder.getIntervalHistogram();
  }

  @Benchmark
  @Group("ring")
  public long ringRecord(Ring state) {
    WindowRing ring = state.ring;
    ring.begin(state.now++);
    for (int i = 0; i < ENTRIES; i++) {
      ring.put(i * INDEX_STEP, i);
    }
    ring.publish(state.now);
    return state.now;
  }

  @Benchmark
  @Group("ring")
  public WindowRing.Read ringRead(Ring state) {
    return state.ring.read(Math.max(0, state.ring.head() - 1), state.into);
  }

  @Benchmark
  @Group("lock")
  public int lockRecord(Locked state) {
    state.lock.lock();
    try {
      for (int i = 0; i < ENTRIES; i++) {
        state.words[2 * i] = i * INDEX_STEP;
        state.words[2 * i + 1] = i;
      }
      return state.words[1];
    } finally {
      state.lock.unlock();
    }
  }

  @Benchmark
  @Group("lock")
  public int lockRead(Locked state) {
    state.lock.lock();
    try {
      System.arraycopy(state.words, 0, state.into, 0, 2 * ENTRIES);
      return state.into[1];
    } finally {
      state.lock.unlock();
    }
  }

  @Benchmark
  @Group("recorder")
  public int recorderRecord(Hdr state) {
    for (int i = 0; i < ENTRIES; i++) {
      state.recorder.recordValue((long) i * INDEX_STEP * INDEX_STEP);
    }
    return ENTRIES;
  }

  @Benchmark
  @Group("recorder")
  public long recorderRead(Hdr state) {
    state.recycled = state.recorder.getIntervalHistogram(state.recycled);
    return state.recycled.getTotalCount();
  }
}
