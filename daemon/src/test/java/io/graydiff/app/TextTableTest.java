package io.graydiff.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TextTableTest {
  @Test
  void alignsColumnsWithoutBlanksAtTheEnd() {
    String table =
        new TextTable("PID", "MODULE", "").row("1", "a", "x").row("1234", "bc", "").toString();
    assertThat(table).isEqualTo("PID   MODULE\n1     a       x\n1234  bc\n");
  }

  @Test
  void refusesARowOfAnotherLength() {
    TextTable table = new TextTable("PID", "MODULE");
    assertThatThrownBy(() -> table.row("1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("1 cells for 2 columns");
  }
}
