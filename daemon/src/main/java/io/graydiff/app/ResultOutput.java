package io.graydiff.app;

import io.graydiff.compare.ComparisonResult;
import io.graydiff.compare.Verdict;
import io.graydiff.publish.JsonResult;
import io.graydiff.publish.LiveView;
import io.graydiff.publish.Report;
import io.graydiff.publish.TextStyle;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Shows a comparison while it runs and reports it at its end, as the options ask. */
final class ResultOutput {
  private static final int REPORT_WIDTH = 120;
  private static final int NARROWEST = 80;

  private final Output output;

  ResultOutput(Output output) {
    this.output = output;
  }

  /** Where results are shown while the run lasts. */
  interface Viewer extends AutoCloseable {
    void show(ComparisonResult result);

    @Override
    default void close() {}
  }

  /** The live table, unless only the result is wanted. */
  Viewer viewer() {
    if (output.options().json() || output.options().quiet()) {
      return result -> {};
    }
    LiveView live = LiveView.open(System.err, output.options().colored(), unicode());
    return new Viewer() {
      @Override
      public void show(ComparisonResult result) {
        live.show(result);
      }

      @Override
      public void close() {
        live.close();
      }
    };
  }

  /** Prints the report, or the JSON result. */
  void report(ComparisonResult result) {
    if (output.options().json()) {
      output.text(JsonResult.pretty(result) + "\n");
      return;
    }
    TextStyle style = new TextStyle(width(), output.options().colored(), unicode());
    output.text(String.join("\n", Report.render(result, style)) + "\n");
  }

  private static int width() {
    String columns = System.getenv("COLUMNS");
    try {
      return columns == null ? REPORT_WIDTH : Math.max(NARROWEST, Integer.parseInt(columns));
    } catch (NumberFormatException e) {
      return REPORT_WIDTH;
    }
  }

  private static boolean unicode() {
    return Charset.defaultCharset().equals(StandardCharsets.UTF_8);
  }

  /** The verdict as exit code. */
  static int exitCode(Verdict verdict) {
    return switch (verdict) {
      case PASS, IMPROVEMENT -> ExitCode.PASS;
      case INCONCLUSIVE -> ExitCode.INCONCLUSIVE;
      case REGRESSION -> ExitCode.REGRESSION;
    };
  }
}
