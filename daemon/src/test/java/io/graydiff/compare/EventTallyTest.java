package io.graydiff.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventTallyTest {
  private static final int RUNS = 200;
  private static final int WINDOWS = 60;
  private static final double LEVEL = 0.005;

  /** Two per cent of runs may; 44 of 200 did before the windows that saw a burst were counted. */
  @Test
  void burstsThatFewWindowsSeeDoNotMakeEqualGroupsDiffer() {
    long alarms =
        IntStream.range(0, RUNS).filter(seed -> differs(new SplittableRandom(seed))).count();
    assertThat(alarms).isLessThanOrEqualTo(RUNS / 50);
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

  /** Whether the interval leaves 1 out in any window. */
  private static boolean differs(SplittableRandom random) {
    EventTally tally = EventTally.EMPTY;
    for (int w = 0; w < WINDOWS; w++) {
      tally = tally.plus(count(random), count(random), 1, 1);
      if (tally.settled()
          && (tally.ratio().lowerBound(LEVEL) > 1 || tally.ratio().upperBound(LEVEL) < 1)) {
        return true;
      }
    }
    return false;
  }

  private static double count(SplittableRandom random) {
    return random.nextInt(3, 8) + (random.nextInt(20) == 0 ? 300 : 0);
  }
}
