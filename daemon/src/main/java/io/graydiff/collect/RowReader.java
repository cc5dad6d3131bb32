package io.graydiff.collect;

import io.graydiff.histogram.Histogram;
import io.graydiff.kernel.KernelAbi;
import io.graydiff.kernel.KernelException;
import java.util.Arrays;

/** Reads one series of one population, for calibration. For one thread. */
final class RowReader implements PopulationReader.Sink {
  private final PopulationReader reader;
  private final int series;
  private final long[] buckets = new long[KernelAbi.GD_BUCKETS];
  private double sum;

  RowReader(KernelProbes kernel, int population, int series) throws KernelException {
    this.reader = kernel.reader(population, (of, visitor) -> {});
    this.series = series;
    reader.skip();
  }

  /** What was recorded since the last read. */
  Histogram read() {
    Arrays.fill(buckets, 0);
    sum = 0;
    reader.read(this);
    return Histogram.of(buckets, sum);
  }

  @Override
  public void bucket(int of, int bucket, int delta) {
    if (of == series) {
      buckets[bucket] += Integer.toUnsignedLong(delta);
    }
  }

  @Override
  public void cutOff(int of, int bucket, int delta) {}

  @Override
  public void sum(int of, long delta) {
    sum += of == series ? delta : 0;
  }

  @Override
  public void events(int counter, long delta) {}
}
