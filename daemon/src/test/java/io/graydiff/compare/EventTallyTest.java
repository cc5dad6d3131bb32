package io.graydiff.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class EventTallyTest {
  private static final int WINDOWS = 30;
  private static final double ALPHA = 0.01;

  @Test
  void oneBurstInOneGroupIsNoDifference() {
    assertThat(lowerBound(w -> w == 0 ? 305 : 5 + w % 3)).isLessThan(1);
  }

  @Test
  void asMuchSpreadOverTheWindowsIs() {
    assertThat(lowerBound(w -> 15 + w % 3)).isGreaterThan(1);
  }

  /** Independent events are not widened by how they lie: there is no surplus that could be. */
  @Test
  void whatComesAsIndependentEventsDoIsTakenAsSuch() {
    EventTally tally = EventTally.EMPTY;
    for (int w = 0; w < 200; w++) {
      tally = tally.plus(w % 10 == 0 ? 1 : 0, w % 10 == 5 ? 1 : 0, 1, 1);
    }
    assertThat(tally.overdispersion()).isBetween(1.0, 1.1);
  }

  private static double lowerBound(IntToDoubleFunction canary) {
    EventTally tally = EventTally.EMPTY;
    for (int w = 0; w < WINDOWS; w++) {
      tally = tally.plus(5 + (w + 1) % 3, canary.applyAsDouble(w), 1, 1);
    }
    return tally.ratio().lowerBound(ALPHA);
  }
}
