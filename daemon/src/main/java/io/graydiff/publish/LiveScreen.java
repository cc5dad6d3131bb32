package io.graydiff.publish;

import io.graydiff.compare.ComparisonResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jline.terminal.Terminal;
import org.jline.utils.InfoCmp.Capability;

/**
 * The live table on a terminal, drawn over itself in the alternate screen, in the size that the
 * terminal has at that moment. Closing gives back the screen, the cursor and the echo as they were,
 * so that the report stands under the command that was typed.
 */
public final class LiveScreen implements LiveView {
  private static final int USUAL_WIDTH = 80;
  private static final int USUAL_HEIGHT = 24;

  private final Terminal terminal;
  private final boolean colour;
  private final boolean unicode;
  private boolean closed;

  LiveScreen(Terminal terminal, boolean colour, boolean unicode) {
    this.terminal = terminal;
    this.colour = colour;
    this.unicode = unicode;
    terminal.echo(false);
    terminal.puts(Capability.enter_ca_mode);
    terminal.puts(Capability.cursor_invisible);
    terminal.flush();
  }

  @Override
  public void show(ComparisonResult result) {
    int width = terminal.getWidth() > 0 ? terminal.getWidth() : USUAL_WIDTH;
    int height = terminal.getHeight() > 0 ? terminal.getHeight() : USUAL_HEIGHT;
    List<String> lines =
        LiveTable.render(result, new TextStyle(width, colour, unicode), height - 1);
    terminal.puts(Capability.cursor_home);
    for (String line : lines) {
      terminal.writer().print(line);
      terminal.puts(Capability.clr_eol);
      terminal.writer().print('\n');
    }
    terminal.puts(Capability.clr_eos);
    terminal.flush();
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    terminal.puts(Capability.cursor_normal);
    terminal.puts(Capability.exit_ca_mode);
    terminal.echo(true);
    terminal.flush();
    try {
      terminal.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
