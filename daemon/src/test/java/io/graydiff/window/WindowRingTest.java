package io.graydiff.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graydiff.window.WindowRing.Read;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class WindowRingTest {
  private static final int INTS = 8;
  private static final int LONG_ROW = 1024;

  private final WindowRing ring = new WindowRing(4, INTS);
  private final SparseWindow window = new SparseWindow();

  @Test
  void aPublishedWindowIsReadAsItWasWritten() {
    ring.begin(100);
    assertThat(ring.put(7, 3)).isTrue();
    assertThat(ring.put(2000, 1)).isTrue();
    ring.publish(200);

    assertThat(ring.head()).isEqualTo(1);
    assertThat(ring.read(0, window)).isEqualTo(Read.COMPLETE);
    assertThat(window.startNanos()).isEqualTo(100);
    assertThat(window.endNanos()).isEqualTo(200);
    assertThat(window.entries()).isEqualTo(2);
    assertThat(window.index(1)).isEqualTo(2000);
    assertThat(window.delta(1)).isEqualTo(1);
  }

  @Test
  void aWindowThatIsStillOpenIsNotPublished() {
    ring.begin(100);
    ring.put(1, 1);

    assertThat(ring.head()).isZero();
    assertThat(ring.read(0, window)).isEqualTo(Read.NOT_PUBLISHED);
  }

  @Test
  void anOverwrittenWindowIsReportedWithTheNumberLost() {
    publish(6);

    assertThat(ring.read(0, window)).isEqualTo(Read.OVERRUN);
    assertThat(window.lost()).isEqualTo(2);
    assertThat(ring.read(window.lost(), window)).isEqualTo(Read.COMPLETE);
    assertThat(window.delta(0)).isEqualTo(2);
  }

  @Test
  void thereIsRoomUntilTheNextWindowWouldOverwriteOneThatTheReaderNeeds() {
    WindowRing ring = new WindowRing(2, 4);
    for (int i = 0; i < 5; i++) {
      ring.begin(i);
      ring.publish(i + 1);
      assertThat(ring.hasRoom()).as("no reader has said what it took").isTrue();
    }
    ring.taken(4);
    assertThat(ring.hasRoom()).isTrue();
    ring.begin(5);
    ring.publish(6);
    assertThat(ring.hasRoom()).isFalse();
    ring.taken(5);
    assertThat(ring.hasRoom()).isTrue();
  }

  @Test
  void aWindowThatIsBeingOverwrittenIsLost() {
    publish(4);
    ring.begin(0);

    assertThat(ring.read(0, window)).isEqualTo(Read.OVERRUN);
    assertThat(window.lost()).isEqualTo(1);
    assertThat(ring.read(1, window)).isEqualTo(Read.COMPLETE);
  }

  @Test
  void entriesThatDoNotFitAreCounted() {
    ring.begin(0);
    for (int i = 0; i < 6; i++) {
      assertThat(ring.put(i, 1)).isEqualTo(i < 4);
    }
    ring.publish(1);

    ring.read(0, window);
    assertThat(window.entries()).isEqualTo(4);
    assertThat(window.omitted()).isEqualTo(2);
  }

  @Test
  void aWindowLongerThanThoseBeforeItIsKeptWhole() {
    WindowRing longer = new WindowRing(2, 1 << 14);
    for (int entries : new int[] {1, 1 << 13, 3}) {
      longer.begin(0);
      for (int i = 0; i < entries; i++) {
        assertThat(longer.put(i, entries)).isTrue();
      }
      longer.publish(1);

      assertThat(longer.read(longer.head() - 1, window)).isEqualTo(Read.COMPLETE);
      assertThat(window.entries()).isEqualTo(entries);
      assertThat(window.index(entries - 1)).isEqualTo(entries - 1);
      assertThat(window.delta(entries - 1)).isEqualTo(entries);
    }
  }

  @Test
  void writingOutsideAWindowIsRefused() {
    assertThatThrownBy(() -> ring.put(1, 1)).isInstanceOf(IllegalStateException.class);
    ring.begin(0);
    assertThatThrownBy(() -> ring.begin(1)).hasMessageContaining("window 0 is still open");
  }

  /**
   * Every entry of window s carries s, so that words of two windows never look like one. Two slots
   * and long rows make it likely that a reader is overtaken while it copies.
   */
  @Test
  void readersThatRaceWithTheWriterSeeWholeWindowsOnly() throws Exception {
    int windows = 100_000;
    WindowRing small = new WindowRing(2, LONG_ROW);
    ExecutorService readers = Executors.newFixedThreadPool(2);
    try {
      List<Future<Long>> seen = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        seen.add(readers.submit(() -> follow(small, windows)));
      }
      for (int s = 0; s < windows; s++) {
        fill(small, s);
      }
      for (Future<Long> reader : seen) {
        assertThat(reader.get()).isEqualTo(windows);
      }
    } finally {
      readers.shutdownNow();
    }
  }

  /** Reads until the last window; the windows read and those reported lost are all there were. */
  private static long follow(WindowRing ring, int windows) {
    SparseWindow own = new SparseWindow();
    long accounted = 0;
    while (accounted < windows) {
      switch (ring.read(accounted, own)) {
        case COMPLETE -> {
          requireWhole(own, accounted);
          accounted++;
        }
        case OVERRUN -> accounted += own.lost();
        case NOT_PUBLISHED -> Thread.onSpinWait();
      }
    }
    return accounted;
  }

  private static void requireWhole(SparseWindow window, long sequence) {
    boolean whole =
        window.startNanos() == sequence
            && window.endNanos() == sequence + 1
            && window.entries() == LONG_ROW / 2;
    for (int i = 0; i < window.entries(); i++) {
      whole &= window.index(i) == i && window.delta(i) == sequence;
    }
    if (!whole) {
      throw new AssertionError("window " + sequence + " is torn");
    }
  }

  private static void fill(WindowRing ring, int sequence) {
    ring.begin(sequence);
    for (int i = 0; i < LONG_ROW / 2; i++) {
      ring.put(i, sequence);
    }
    ring.publish(sequence + 1L);
  }

  private void publish(int windows) {
    for (int s = 0; s < windows; s++) {
      ring.begin(s);
      ring.put(0, s);
      ring.publish(s + 1L);
    }
  }
}
