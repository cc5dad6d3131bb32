package io.graydiff.publish;

import io.graydiff.compare.Change;
import io.graydiff.compare.ComparisonResult;
import io.graydiff.compare.SignalResult;
import io.graydiff.compare.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What is printed when a comparison ends: the few figures that people ask for first, the whole
 * table, who took part, and the verdict with its reasons. A pure function.
 */
public final class Report {
  private static final int GROUP = 10;
  private static final int PID = 8;
  private static final int EVENTS = 10;

  private final ComparisonResult result;
  private final TextStyle style;

  private Report(ComparisonResult result, TextStyle style) {
    this.result = result;
    this.style = style;
  }

  /** The lines of the report. */
  public static List<String> render(ComparisonResult result, TextStyle style) {
    Report report = new Report(result, style);
    List<String> text = new ArrayList<>(report.print(new Headlines(result, style).lines()));
    text.addAll(LiveTable.render(result, style));
    List<Line> profile = ProfileSection.lines(result.profile(), style.units());
    if (!profile.isEmpty()) {
      text.add("");
      text.addAll(report.print(profile));
    }
    text.add("");
    text.addAll(report.print(report.processes()));
    if (!result.builds().isEmpty()) {
      text.add("");
      text.addAll(report.print(report.builds()));
    }
    if (!result.events().isEmpty()) {
      text.add("");
      text.addAll(report.print(report.events()));
    }
    text.add("");
    text.addAll(report.print(report.conclusion()));
    return text;
  }

  private List<String> print(List<Line> lines) {
    return lines.stream().map(line -> line.render(style.width(), style.colour())).toList();
  }

  private List<Line> processes() {
    List<Line> lines = new ArrayList<>();
    processes(lines, "baseline", result.baseline());
    processes(lines, "canary", result.canary());
    return lines;
  }

  private static void processes(List<Line> lines, String name, ComparisonResult.Group group) {
    group.processes().forEach(process -> lines.add(process(name, process)));
    group.left().forEach(process -> lines.add(left(name, process)));
  }

  private static Line left(String name, ComparisonResult.Process process) {
    Line line = process(name, process).add("  left", Line.Style.OPEN);
    process.lastWords().ifPresent(words -> line.add(", its last words: " + printable(words)));
    return line;
  }

  private static Line process(String group, ComparisonResult.Process process) {
    return new Line()
        .left(group, GROUP, Line.Style.DIM)
        .right(Integer.toString(process.pid()), PID, Line.Style.PLAIN)
        .space(2)
        .add(process.goVersion())
        .space(2)
        .add(process.exe());
  }

  private List<Line> events() {
    List<Line> lines = new ArrayList<>();
    lines.add(new Line().add("panics and throws, the last one first", Line.Style.DIM));
    for (ComparisonResult.Event event : result.events().stream().limit(EVENTS).toList()) {
      String what = event.type() + (event.type().isEmpty() ? "" : " ") + event.text();
      lines.add(
          new Line()
              .left(event.group(), GROUP, Line.Style.DIM)
              .right(Long.toString(event.count()), PID, Line.Style.PLAIN)
              .space(2)
              .add(event.kind() + " in " + event.function())
              .add(what.isBlank() ? "" : ": " + printable(what.strip())));
    }
    return lines;
  }

  /** A program says what it likes; a terminal would obey it. */
  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }

  private List<Line> builds() {
    List<Line> lines = new ArrayList<>();
    lines.add(new Line().add("the builds differ in", Line.Style.DIM));
    for (ComparisonResult.BuildDifference difference : result.builds()) {
      lines.add(
          new Line()
              .space(2)
              .add((difference.kind().replace('_', ' ') + " " + difference.name()).strip())
              .add(": " + values(difference.baseline()) + " -> " + values(difference.canary())));
    }
    return lines;
  }

  private static String values(List<String> values) {
    return values.stream()
        .map(value -> value.isEmpty() ? "none" : value)
        .collect(Collectors.joining(" or "));
  }

  private List<Line> conclusion() {
    Verdict verdict = result.verdict();
    List<Line> lines = new ArrayList<>();
    lines.add(
        new Line()
            .add(style.mark(verdict) + " " + verdict.id(), style.style(verdict))
            .add(": " + Reason.of(result)));
    for (SignalResult signal : result.signals()) {
      signal.changes().stream()
          .filter(change -> change.verdict() == Verdict.REGRESSION)
          .forEach(change -> lines.add(regression(signal, change)));
    }
    if (!result.changes().series().isEmpty()) {
      lines.add(changed());
    }
    return lines;
  }

  /** What differs at all: an answer to another question than the verdict. */
  private Line changed() {
    List<String> names =
        result.changes().series().stream().map(series -> series.signal().id()).toList();
    return new Line()
        .add("  changed at all, for better or worse: ", Line.Style.DIM)
        .add(String.join(", ", names));
  }

  private Line regression(SignalResult signal, Change change) {
    HumanUnits units = style.units();
    return new Line()
        .space(2)
        .add(new TableRow(signal, units).fullName() + " " + change.statistic())
        .add(" " + units.change(change.ratio()), Line.Style.BAD)
        .add(" " + units.interval(change.low(), change.high()))
        .add(", tolerance " + units.share(change.tolerance()), Line.Style.DIM);
  }
}
