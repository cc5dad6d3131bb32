package io.graydiff.pods;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WatchStateTest {
  private final WatchState state = new WatchState();

  @Test
  void aWatchThatBeginsAgainWithinSecondsWasNotLost() {
    state.observe(false, 3, 0);
    state.observe(false, 3, WatchState.GRACE_NANOS - 1);
    assertThat(state.staleness()).isEmpty();
    state.observe(true, 3, WatchState.GRACE_NANOS);
    state.observe(false, 3, WatchState.GRACE_NANOS + 1);
    assertThat(state.staleness()).isEmpty();
  }

  @Test
  void aLostWatchMakesPodsStaleWithItsReasonUntilItIsBack() {
    state.failed("connection refused");
    state.observe(false, 3, 0);
    state.observe(false, 3, WatchState.GRACE_NANOS);
    assertThat(state.staleness()).contains("connection refused");
    state.failed("denied");
    state.observe(false, 3, WatchState.GRACE_NANOS + 1);
    assertThat(state.staleness()).contains("denied");
    state.observe(true, 3, WatchState.GRACE_NANOS + 2);
    assertThat(state.staleness()).isEmpty();
  }
}
