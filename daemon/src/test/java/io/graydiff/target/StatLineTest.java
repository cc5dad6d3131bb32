package io.graydiff.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatLineTest {
  private static final String AFTER_NAME =
      " S 1 5996 5996 0 -1 4194560 1543 27 0 0 31 12 3 4 20 0 7 0 112944 3133440 412"
          + " 18446744073709551615 1 1 0 0 0 0 0 0 0 0 0 0 17 1 0 0 0 0 0 0 0 0 0 0 0 0 0\n";

  @ParameterizedTest
  @ValueSource(strings = {"cat", "a b", "tmux: server", "x) R 9 (y", ")", "", "né"})
  void findsFieldsBehindAnyName(String name) throws IOException {
    StatLine line = line("5996 (" + name + ")" + AFTER_NAME);
    assertThat(line.isZombie()).isFalse();
    assertThat(line.number(8)).isEqualTo(-1);
    assertThat(line.number(StatLine.THREADS)).isEqualTo(7);
    assertThat(line.number(StatLine.START_TICKS)).isEqualTo(112_944);
    assertThat(line.number(StatLine.RESIDENT_PAGES)).isEqualTo(412);
  }

  @Test
  void knowsZombies() throws IOException {
    assertThat(line("1 (a) Z 0 0").isZombie()).isTrue();
  }

  @Test
  void refusesLinesThatAreCutOff() throws IOException {
    assertThatThrownBy(() -> line("")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> line("1 (a").number(4)).isInstanceOf(IOException.class);
    StatLine cut = line("1 (a) S 1 2");
    assertThat(cut.number(5)).isEqualTo(2);
    assertThatThrownBy(() -> cut.number(6)).isInstanceOf(IOException.class);
  }

  private static StatLine line(String text) throws IOException {
    return new StatLine(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }
}
