package io.graydiff.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ArgoConditionTest {
  @Test
  void comparesTheResultAndItsLength() {
    assertThat(ArgoCondition.holds("len(result) > 0 && result[0] == 1", List.of(1.0))).isTrue();
    assertThat(ArgoCondition.holds("len(result) > 0 && result[0] == 1", List.of(-1.0))).isFalse();
    assertThat(ArgoCondition.holds("result[0] < -0.5 || result[0] >= 1", List.of(-1.0))).isTrue();
    assertThat(ArgoCondition.holds("result[0] != 1", List.of(Double.NaN))).isTrue();
  }

  @Test
  void looksAtTheLengthBeforeTheElement() {
    assertThat(ArgoCondition.holds("len(result) > 0 && result[0] == 1", List.of())).isFalse();
    assertThatThrownBy(() -> ArgoCondition.holds("result[0] == 1", List.of()))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThatThrownBy(() -> ArgoCondition.holds("isNaN(result[0])", List.of(1.0)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ArgoCondition.holds("!(result[0] == 1)", List.of(1.0)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
