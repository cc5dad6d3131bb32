package io.graydiff.publish;

import io.graydiff.compare.ComparisonResult;
import io.graydiff.compare.Verdict;
import java.util.List;
import java.util.Locale;

/** The lines above a table: verdict, groups, cost, loss. */
final class ResultHeader {
  private static final int KEY = 10;
  private static final int PROCESSES = 20;

  private final ComparisonResult result;
  private final TextStyle style;

  ResultHeader(ComparisonResult result, TextStyle style) {
    this.result = result;
    this.style = style;
  }

  List<Line> lines() {
    return List.of(
        title(), group("baseline", result.baseline()), group("canary", result.canary()), cost());
  }

  private Line title() {
    Verdict verdict = result.verdict();
    return new Line()
        .left("graydiff", KEY, Line.Style.BOLD)
        .add(result.comparison(), Line.Style.BOLD)
        .space(3)
        .add(
            style.mark(verdict) + " " + verdict.id().toUpperCase(Locale.ROOT), style.style(verdict))
        .space(3)
        .add(
            HumanUnits.counted(result.windows(), "window", "windows")
                + ", "
                + HumanUnits.duration(result.durationSeconds()),
            Line.Style.DIM);
  }

  private Line group(String name, ComparisonResult.Group group) {
    String versions = String.join(" ", group.goVersions());
    String processes = HumanUnits.counted(group.processCount(), "process", "processes");
    String left = group.left().isEmpty() ? "" : ", " + group.left().size() + " left";
    return new Line()
        .left(name, KEY, Line.Style.DIM)
        .left(versions.isEmpty() ? style.units().none() : versions, versionWidth(), Line.Style.BOLD)
        .space(2)
        .left(processes + left, PROCESSES, Line.Style.PLAIN)
        .space(2)
        .add(group.selector(), Line.Style.DIM);
  }

  private int versionWidth() {
    return Math.max(
        String.join(" ", result.baseline().goVersions()).length(),
        String.join(" ", result.canary().goVersions()).length());
  }

  private Line cost() {
    ComparisonResult.Cost cost = result.cost();
    HumanUnits units = style.units();
    String budget =
        Double.isInfinite(cost.budget()) ? "no budget" : "budget " + units.share(cost.budget());
    Line line =
        new Line()
            .left("cost", KEY, Line.Style.DIM)
            .add("probes " + units.share(cost.targetCpuShare()) + " of CPU, " + budget)
            .add(", " + HumanUnits.compact(cost.probeHits()) + " hits")
            .add("; agent " + units.share(cost.agentCpuShare()) + "; ");
    ComparisonResult.Loss loss = result.loss();
    if (loss.events() + loss.samples() == 0) {
      return line.add("nothing lost");
    }
    String events = HumanUnits.counted(loss.events(), "event", "events");
    String spans = HumanUnits.counted(loss.samples(), "span", "spans");
    return line.add("lost " + events + ", " + spans, Line.Style.BAD);
  }
}
