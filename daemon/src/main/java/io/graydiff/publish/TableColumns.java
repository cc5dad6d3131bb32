package io.graydiff.publish;

import io.graydiff.compare.Change;
import io.graydiff.compare.ComparisonResult;
import io.graydiff.compare.GroupSummary;
import io.graydiff.compare.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * The columns of the table. From 132 columns every quantile and its change; from 96 every quantile
 * and the change that decides; below that p95 and the change that decides. Between 96 and 109 the
 * verdict is a mark before the name, else a word at the end.
 */
final class TableColumns {
  private static final int WIDE = 132;
  private static final int MEDIUM = 96;
  private static final int WORD_FROM = 110;

  private static final int NAME = 22;
  private static final int WIDE_NAME = 25;
  private static final int CELL = 7;
  private static final int SHORT_CELL = 8;
  private static final int TRIPLE = 3 * CELL + 2;
  private static final int RATE = 9;
  private static final int STATISTIC = 5;
  private static final int PERCENT = 6;
  private static final int PERCENTS = 3 * PERCENT + 2;
  private static final int INTERVAL = 12;
  private static final int DECIDING = STATISTIC + 1 + PERCENT + 1 + INTERVAL;
  private static final int VERDICT = 12;

  /** Beside an open verdict how long it will take, where that fits. */
  private static final int WAIT_FROM = 117;

  private static final int WIDE_WAIT_FROM = 139;

  private final TextStyle style;
  private final double windowSeconds;
  private final boolean wide;
  private final boolean narrow;

  TableColumns(TextStyle style, double windowSeconds) {
    this.style = style;
    this.windowSeconds = windowSeconds;
    this.wide = style.width() >= WIDE;
    this.narrow = style.width() < MEDIUM;
  }

  /** Whether each row says its verdict in a word, so that no legend is needed. */
  boolean verdictIsWord() {
    return narrow || style.width() >= WORD_FROM;
  }

  List<Line> titles(ComparisonResult result) {
    return List.of(groupTitles(result), columnTitles(), rule());
  }

  private Line groupTitles(ComparisonResult result) {
    Line line = indent().space(nameWidth()).space(1);
    String baseline = title("baseline", result.baseline());
    String canary = title("canary", result.canary());
    if (narrow) {
      line.right("baseline", SHORT_CELL, Line.Style.BOLD).space(1);
      return line.right("canary", SHORT_CELL, Line.Style.BOLD);
    }
    line.right(baseline, TRIPLE, Line.Style.BOLD).add(separator(), Line.Style.DIM);
    line.right(canary, TRIPLE, Line.Style.BOLD);
    return wide
        ? line.add(separator(), Line.Style.DIM).right("change", PERCENTS, Line.Style.BOLD)
        : line;
  }

  private static String title(String name, ComparisonResult.Group group) {
    return group.goVersions().size() == 1 ? name + " " + group.goVersions().get(0) : name;
  }

  private Line columnTitles() {
    Line.Style dim = Line.Style.DIM;
    Line line = indent().left("signal", nameWidth(), dim).space(1);
    if (narrow) {
      line.right("p95", SHORT_CELL, dim).space(1).right("p95", SHORT_CELL, dim).space(1);
    } else {
      cells(line, TableRow.STATISTICS, dim).add(separator(), dim);
      cells(line, TableRow.STATISTICS, dim).add(wide ? separator() : " ", dim);
    }
    if (wide) {
      TableRow.STATISTICS.forEach(statistic -> line.right(statistic, PERCENT, dim).space(1));
      line.space(1).left("decides", STATISTIC + 1 + INTERVAL, dim);
    } else {
      line.left("change", DECIDING, dim);
    }
    return verdictIsWord() ? line.space(1).add("verdict", dim) : line;
  }

  private Line rule() {
    return new Line().add(style.rule().repeat(style.width()), Line.Style.DIM);
  }

  Line row(TableRow row) {
    Verdict verdict = row.verdict();
    Line line = new Line();
    if (!verdictIsWord()) {
      line.add(style.mark(verdict), style.style(verdict)).space(1);
    }
    line.left(row.name(), nameWidth(), row.isPart() ? Line.Style.DIM : Line.Style.PLAIN).space(1);
    if (narrow) {
      line.right(row.brief(row.result().baseline()), SHORT_CELL, Line.Style.PLAIN).space(1);
      line.right(row.brief(row.result().canary()), SHORT_CELL, Line.Style.PLAIN).space(1);
    } else {
      figures(line, row, row.result().baseline()).add(separator(), Line.Style.DIM);
      figures(line, row, row.result().canary()).add(wide ? separator() : " ", Line.Style.DIM);
    }
    if (wide) {
      allChanges(line, row);
    } else {
      decidingChange(line, row);
    }
    if (!verdictIsWord()) {
      return line;
    }
    line.space(1).left(verdict.id(), VERDICT, style.style(verdict));
    return hasRoomForWait() ? line.space(1).add(row.wait(windowSeconds), Line.Style.DIM) : line;
  }

  private boolean hasRoomForWait() {
    return style.width() >= (wide ? WIDE_WAIT_FROM : WAIT_FROM);
  }

  private Line figures(Line line, TableRow row, GroupSummary summary) {
    Optional<List<String>> quantiles = row.quantiles(summary);
    return quantiles.isPresent()
        ? cells(line, quantiles.get(), Line.Style.PLAIN)
        : line.right(row.context(summary), TRIPLE - RATE - 1, Line.Style.PLAIN)
            .space(1)
            .right(row.brief(summary), RATE, Line.Style.PLAIN);
  }

  private static Line cells(Line line, List<String> three, Line.Style style) {
    return line.right(three.get(0), CELL, style)
        .space(1)
        .right(three.get(1), CELL, style)
        .space(1)
        .right(three.get(2), CELL, style);
  }

  private void allChanges(Line line, TableRow row) {
    Optional<Change> deciding = row.deciding();
    if (row.quantiles(row.result().baseline()).isPresent()) {
      for (String statistic : TableRow.STATISTICS) {
        percent(line, row.change(statistic), PERCENT).space(1);
      }
    } else {
      percent(line, deciding, PERCENTS).space(1);
    }
    line.space(1);
    deciding.ifPresentOrElse(
        change ->
            interval(line.left(change.statistic(), STATISTIC, Line.Style.DIM).space(1), change),
        () -> line.space(STATISTIC + 1 + INTERVAL));
  }

  private void decidingChange(Line line, TableRow row) {
    Optional<Change> deciding = row.deciding();
    deciding.ifPresentOrElse(
        change -> {
          line.left(change.statistic(), STATISTIC, Line.Style.DIM).space(1);
          interval(percent(line, deciding, PERCENT).space(1), change);
        },
        () -> line.space(DECIDING));
  }

  private Line percent(Line line, Optional<Change> change, int field) {
    return change
        .map(c -> line.right(style.units().change(c.ratio()), field, style.changeStyle(c)))
        .orElseGet(() -> line.right(style.units().none(), field, Line.Style.DIM));
  }

  private void interval(Line line, Change change) {
    line.left(style.units().interval(change.low(), change.high()), INTERVAL, Line.Style.DIM);
  }

  private Line indent() {
    return new Line().space(verdictIsWord() ? 0 : 2);
  }

  private int nameWidth() {
    return wide ? WIDE_NAME : NAME;
  }

  private String separator() {
    return " " + style.bar() + " ";
  }
}
