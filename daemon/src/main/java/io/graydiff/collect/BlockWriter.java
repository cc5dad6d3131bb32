package io.graydiff.collect;

import io.graydiff.kernel.KernelAbi;
import io.graydiff.window.WindowRing;

/** Writes one member's block of a window into the ring. */
final class BlockWriter implements PopulationReader.Sink {
  private final WindowRing ring;
  private final int block;

  BlockWriter(WindowRing ring, int block) {
    this.ring = ring;
    this.block = block;
  }

  @Override
  public void bucket(int series, int bucket, int delta) {
    ring.put(WindowLayout.bucket(block, series, bucket), delta);
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
    put(WindowLayout.counter(block, counter), delta);
  }

  void word(int word, long value) {
    put(WindowLayout.word(block, word), value);
  }

  private void put(int index, long value) {
    if ((int) value != 0) {
      ring.put(index, (int) value);
    }
    if (value >>> 32 != 0) {
      ring.put(index + 1, (int) (value >>> 32));
    }
  }
}
