package io.graydiff.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.graydiff.compare.ComparisonResult;
import io.graydiff.compare.Verdict;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.Test;

class LiveViewTest {
  private static final String ENTER = "\u001b[?1049h";
  private static final String LEAVE = "\u001b[?1049l";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void drawsOverItselfInTheAlternateScreenAndGivesItBack() throws IOException {
    LiveScreen screen = new LiveScreen(terminal(100, 40), false, true);
    screen.show(result(3, Verdict.INCONCLUSIVE));
    screen.show(result(40, Verdict.REGRESSION));
    screen.close();
    screen.close();
    String text = out.toString(UTF_8);
    assertThat(text).startsWith(ENTER).contains("3 windows", "40 windows", "gc.pause");
    assertThat(text.split("\u001b\\[H", -1)).hasSizeGreaterThanOrEqualTo(3);
    assertThat(text.indexOf(LEAVE)).isGreaterThan(text.indexOf("40 windows"));
    assertThat(text.split("\u001b\\[\\?1049l", -1)).hasSize(2);
  }

  @Test
  void neverDrawsMoreLinesThanTheTerminalHas() throws IOException {
    try (LiveScreen screen = new LiveScreen(terminal(80, 16), false, true)) {
      screen.show(result(40, Verdict.REGRESSION));
    }
    assertThat(out.toString(UTF_8).lines().count()).isLessThanOrEqualTo(16);
  }

  @Test
  void withoutATerminalPrintsALineWhenSomethingIsNew() {
    PlainLines lines = new PlainLines(new PrintStream(out, true, UTF_8), false);
    lines.show(result(1, Verdict.INCONCLUSIVE));
    lines.show(result(2, Verdict.INCONCLUSIVE));
    lines.show(result(8, Verdict.INCONCLUSIVE));
    lines.show(result(9, Verdict.REGRESSION));
    lines.close();
    assertThat(out.toString(UTF_8).lines())
        .satisfiesExactly(
            first -> assertThat(first).startsWith("checkout: inconclusive after 1 window, 1.5s; "),
            tenSeconds -> assertThat(tenSeconds).contains("after 8 windows, 12s"),
            verdict -> assertThat(verdict).startsWith("checkout: regression after 9 windows"));
    assertThat(out.toString(UTF_8)).doesNotContain("\u001b");
  }

  private Terminal terminal(int width, int height) throws IOException {
    Terminal terminal =
        new ExternalTerminal(
            "test", "xterm-256color", new ByteArrayInputStream(new byte[0]), out, UTF_8);
    terminal.setSize(new Size(width, height));
    return terminal;
  }

  private static ComparisonResult result(int windows, Verdict verdict) {
    return new PublishedFixture("checkout", 1).windows(windows).verdict(verdict).build().result();
  }
}
