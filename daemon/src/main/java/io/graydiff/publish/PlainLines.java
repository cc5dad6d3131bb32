package io.graydiff.publish;

import io.graydiff.compare.ComparisonResult;
import io.graydiff.compare.Verdict;
import java.io.PrintStream;
import java.util.Comparator;
import java.util.Optional;

/**
 * The state of a comparison as one line now and then, for logs and pipes: at the first window, when
 * the verdict changes, and after each ten seconds measured.
 */
public final class PlainLines implements LiveView {
  private static final double EVERY_SECONDS = 10;
  private static final int WIDTH = 200;

  private final PrintStream out;
  private final HumanUnits units;
  private Optional<Verdict> lastVerdict = Optional.empty();
  private double lastSeconds;

  PlainLines(PrintStream out, boolean unicode) {
    this.out = out;
    this.units = new HumanUnits(unicode);
  }

  @Override
  public void show(ComparisonResult result) {
    boolean news = !lastVerdict.equals(Optional.of(result.verdict()));
    if (news || result.durationSeconds() - lastSeconds >= EVERY_SECONDS) {
      lastVerdict = Optional.of(result.verdict());
      lastSeconds = result.durationSeconds();
      out.println(line(result));
    }
  }

  private String line(ComparisonResult result) {
    Line line =
        new Line()
            .add(result.comparison())
            .add(": " + result.verdict().id())
            .add(" after " + HumanUnits.counted(result.windows(), "window", "windows"))
            .add(", " + HumanUnits.duration(result.durationSeconds()));
    worst(result)
        .ifPresent(
            row ->
                row.deciding()
                    .ifPresent(
                        change ->
                            line.add("; " + row.fullName() + " " + change.statistic())
                                .add(" " + units.change(change.ratio()))
                                .add(" " + units.interval(change.low(), change.high()))));
    return line.render(WIDTH, false);
  }

  private Optional<TableRow> worst(ComparisonResult result) {
    return result.signals().stream()
        .map(signal -> new TableRow(signal, units))
        .filter(row -> row.deciding().isPresent())
        .max(Comparator.comparing((TableRow row) -> row.verdict() == Verdict.REGRESSION));
  }

  @Override
  public void close() {}
}
