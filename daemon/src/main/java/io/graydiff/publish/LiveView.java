package io.graydiff.publish;

import io.graydiff.compare.ComparisonResult;
import java.io.IOException;
import java.io.PrintStream;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** Shows a comparison while it runs. Used by one thread at a time. */
public sealed interface LiveView extends AutoCloseable permits LiveScreen, PlainLines {

  /** Shows the state after a window. */
  void show(ComparisonResult result);

  @Override
  void close();

  /**
   * The table on the terminal of this process, or plain lines where there is no terminal.
   *
   * @param plain where plain lines go
   */
  static LiveView open(PrintStream plain, boolean colour, boolean unicode) {
    try {
      Terminal terminal = TerminalBuilder.builder().system(true).dumb(true).build();
      if (!terminal.getType().startsWith(Terminal.TYPE_DUMB)) {
        return new LiveScreen(terminal, colour, unicode);
      }
      terminal.close();
    } catch (IOException e) {
      return new PlainLines(plain, unicode);
    }
    return new PlainLines(plain, unicode);
  }
}
