package io.graydiff.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RequestRateTest {
  private static final double WINDOW = 0.5;

  @Test
  void aWindowThatWasObservedAsAWholeStandsForItself() {
    RequestRate before = new RequestRate(1000, WINDOW, WINDOW);

    assertThat(before.then(new RequestRate(100, WINDOW, WINDOW)).perSecond()).isEqualTo(200);
  }

  @Test
  void aWindowThatWasNotObservedHasTheRateOfBefore() {
    RequestRate before = new RequestRate(1000, WINDOW, WINDOW);

    assertThat(before.then(new RequestRate(0, 0, WINDOW)).perSecond()).isEqualTo(2000);
  }

  /** Alone it would say 3000 a second. */
  @Test
  void aMomentWithManyRequestsChangesLittle() {
    RequestRate before = new RequestRate(200, WINDOW, WINDOW);

    assertThat(before.then(new RequestRate(3, 0.001, WINDOW)).perSecond())
        .isCloseTo(405, within(1.0));
  }

  @Test
  void withoutRequestsTheRateIsZero() {
    assertThat(new RequestRate(0, 0, WINDOW).perSecond()).isZero();
  }

  /** So that the mean of the rates is the rate, although each moment ends with a request. */
  @Test
  void momentsThatEndWithARequestDoNotAddToTheRate() {
    SplittableRandom random = new SplittableRandom(1);
    RequestRate rate = new RequestRate(0, 0, WINDOW);
    double sum = 0;
    int windows = 20_000;
    for (int w = 0; w < windows; w++) {
      double seconds = 0;
      for (int i = 0; i < 4; i++) {
        seconds += -Math.log(1 - random.nextDouble()) / 400;
      }
      rate = rate.then(new RequestRate(4, seconds, WINDOW));
      sum += rate.perSecond();
    }

    assertThat(sum / windows).isBetween(395.0, 412.0);
  }
}
