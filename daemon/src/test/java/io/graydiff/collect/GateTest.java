package io.graydiff.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GateTest {
  private static final long SECOND = 1_000_000_000;

  private final Gate gate = new Gate(ProbeGroup.ALLOCATIONS, new SplittableRandom(1), SECOND);
  private long now = SECOND;

  @Test
  void eachCutDoublesThePauseAndAWholeWindowEndsThat() {
    window(false);
    long usual = pauseAfter(false);
    long once = pauseAfter(true);
    long twice = pauseAfter(true);
    assertThat(once).isEqualTo(2 * usual);
    assertThat(twice).isEqualTo(4 * usual);
    assertThat(pauseAfter(false)).isEqualTo(usual);
    assertThat(gate.cutOffs()).isEqualTo(2);
  }

  @Test
  void whatIsSpentWhileAttachingCountsAsACutAndIsExpectedTheNextTime() {
    gate.opening();
    gate.pay(1_000, 1e6);
    gate.spentWhileOpening(now, now + SECOND / 100);
    assertThat(gate.cutOffs()).isEqualTo(1);
    assertThat(gate.isOpen()).isFalse();
    assertThat(gate.nextAt()).isGreaterThan(now + SECOND / 100);
    assertThat(gate.goal()).isGreaterThan(1e6);
  }

  @Test
  void aWindowMaySpendTwiceItsSavingsAndOneForGoodAllThatItHas() {
    gate.purse().credit(3e6, 1, 0);
    gate.opening();
    gate.opened(now, now + SECOND, false, false);
    assertThat(gate.maySpend()).isEqualTo(6e6);
    gate.pay(1, 6.5e6);
    assertThat(gate.isOverspent()).isTrue();
    gate.closed(now + 1, 6.5e6, 0, true, now);

    gate.purse().credit(6e6, 1, 0);
    gate.opening();
    gate.opened(now, Long.MAX_VALUE, true, false);
    assertThat(gate.maySpend()).isEqualTo(gate.purse().nanos() + 3e6);
  }

  @Test
  void windowsThatAreDrawnFollowThePeriod() {
    window(false);
    window(false);
    long usual = pauseAfter(false);
    gate.setPeriod(5 * SECOND);
    assertThat(pauseAfter(false)).isEqualTo(5 * usual);
    gate.place(now);
    assertThat(gate.nextAt() - now).isBetween(5 * usual, 5 * usual + 5 * SECOND);
  }

  private long pauseAfter(boolean cutOff) {
    window(cutOff);
    return gate.nextAt() - now;
  }

  private void window(boolean cutOff) {
    gate.opening();
    gate.opened(now, now + SECOND, false, false);
    now += 2 * SECOND;
    gate.closed(now - SECOND, 1e6, 0, cutOff, now);
  }
}
