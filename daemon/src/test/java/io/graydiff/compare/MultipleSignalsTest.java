package io.graydiff.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MultipleSignalsTest {
  @Test
  void theMeanOfEvidenceTooLargeForADoubleStaysALog() {
    assertThat(MultipleSignals.logMean(new double[] {2000, -2000}))
        .isCloseTo(2000 - Math.log(2), within(1e-9));
    assertThat(MultipleSignals.logMean(new double[] {})).isZero();
  }

  /** m = 4, alpha = 0.05: thresholds 80, 40, 26.7, 20 for the greatest, second, third, fourth. */
  @Test
  void theLongestListIsTakenOfWhichEachMemberIsStrongEnough() {
    double[] logs = {Math.log(30), Math.log(1), Math.log(70), Math.log(28)};

    assertThat(MultipleSignals.rejected(logs, 0.05)).containsExactly(2, 0, 3);
  }

  @Test
  void nothingIsListedWithoutEvidence() {
    assertThat(MultipleSignals.rejected(new double[] {0, 0, 0}, 0.05)).isEmpty();
  }
}
