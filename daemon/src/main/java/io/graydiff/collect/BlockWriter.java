package io.graydiff.collect;

import io.graydiff.kernel.KernelAbi;
import io.graydiff.signal.Signal;
import io.graydiff.window.WindowRing;

/**
 * Writes one member's block of a window into the ring, and counts what finds it full. For one
 * thread.
 */
final class BlockWriter implements PopulationReader.Sink {
  private final WindowRing ring;
  private final int block;
  private long lost;

  BlockWriter(WindowRing ring, int block) {
    this.ring = ring;
    this.block = block;
  }

  @Override
  public void bucket(int series, int bucket, int delta) {
    if (!ring.put(WindowLayout.bucket(block, series, bucket), delta)) {
      lost += Integer.toUnsignedLong(delta);
    }
  }

  @Override
  public void cutOff(int series, int bucket, int delta) {
    ring.put(WindowLayout.bucket(block, KernelAbi.GD_SERIES + series, bucket), delta);
  }

  @Override
  public void sum(int series, long delta) {
    put(WindowLayout.sum(block, series), delta);
  }

  @Override
  public void events(int counter, long delta) {
    if (!put(WindowLayout.counter(block, counter), delta)) {
      lost += delta;
    }
  }

  void word(int word, long value) {
    put(WindowLayout.word(block, word), value);
  }

  /** A level, or what a count has grown by, in base units. */
  void signal(Signal signal, double value) {
    long recorded = Math.round(value / signal.unit().toBase(1));
    word(WindowLayout.SIGNALS + signal.ordinal(), 1 + Math.max(0, recorded));
  }

  /** Values and events that found the window full. */
  long lost() {
    return lost;
  }

  private boolean put(int index, long value) {
    boolean low = (int) value == 0 || ring.put(index, (int) value);
    return (value >>> 32 == 0 || ring.put(index + 1, (int) (value >>> 32))) && low;
  }
}
