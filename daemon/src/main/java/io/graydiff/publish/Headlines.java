package io.graydiff.publish;

import io.graydiff.compare.Change;
import io.graydiff.compare.ComparisonResult;
import io.graydiff.compare.GroupSummary;
import io.graydiff.compare.SignalResult;
import io.graydiff.signal.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * The few figures that people ask for first: GC pause p95, goroutines created per second, one Go
 * version against the other, the change in per cent. A figure that the engine compares has its
 * interval; one per second of wall time is a plain quotient and has none.
 */
final class Headlines {
  private static final int LABEL = 32;
  private static final int FIGURE = 14;
  private static final int CHANGE = 10;

  /**
   * One line.
   *
   * @param statistic the change that belongs to it, empty for the plain quotient
   */
  private record Headline(
      Signal signal,
      String words,
      Optional<String> statistic,
      ToDoubleFunction<GroupSummary> figure) {}

  private static final List<Headline> ALL =
      List.of(
          new Headline(Signal.GC_PAUSE, "GC pause p95", Optional.of("p95"), Headlines::p95),
          new Headline(
              Signal.GOROUTINE_CREATED,
              "goroutines created per second",
              Optional.empty(),
              Headlines::perSecond),
          new Headline(
              Signal.GOROUTINE_CREATED,
              "goroutines created per request",
              Optional.of("rate"),
              Headlines::perRequest),
          new Headline(
              Signal.HTTP_REQUEST_LATENCY,
              "request latency p95",
              Optional.of("p95"),
              Headlines::p95),
          new Headline(
              Signal.PROCESS_CPU_SECONDS,
              "CPU time per request",
              Optional.of("rate"),
              Headlines::perRequest),
          new Headline(
              Signal.PROCESS_RESIDENT_BYTES,
              "resident memory",
              Optional.of("level"),
              Headlines::last));

  private final ComparisonResult result;
  private final TextStyle style;

  Headlines(ComparisonResult result, TextStyle style) {
    this.result = result;
    this.style = style;
  }

  /** The table, empty when nothing of it was measured. */
  List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    for (Headline headline : ALL) {
      find(headline.signal()).flatMap(signal -> line(headline, signal)).ifPresent(lines::add);
    }
    if (!lines.isEmpty()) {
      lines.add(0, titles());
      lines.add(new Line());
    }
    return lines;
  }

  private Line titles() {
    return new Line()
        .space(LABEL)
        .right(version(result.baseline(), "baseline"), FIGURE, Line.Style.BOLD)
        .right(version(result.canary(), "canary"), FIGURE, Line.Style.BOLD)
        .right("change", CHANGE, Line.Style.BOLD);
  }

  private Optional<Line> line(Headline headline, SignalResult signal) {
    double before = headline.figure().applyAsDouble(signal.baseline());
    double after = headline.figure().applyAsDouble(signal.canary());
    if (Double.isNaN(before) || Double.isNaN(after)) {
      return Optional.empty();
    }
    HumanUnits units = style.units();
    Line line =
        new Line()
            .left(headline.words(), LABEL, Line.Style.PLAIN)
            .right(units.value(before, headline.signal().unit()), FIGURE, Line.Style.PLAIN)
            .right(units.value(after, headline.signal().unit()), FIGURE, Line.Style.PLAIN);
    if (headline.statistic().isEmpty()) {
      return Optional.of(line.right(units.change(after / before), CHANGE, Line.Style.PLAIN));
    }
    change(signal, headline.statistic().get())
        .ifPresent(
            change ->
                line.right(units.change(change.ratio()), CHANGE, style.changeStyle(change))
                    .space(2)
                    .add(units.interval(change.low(), change.high()), Line.Style.DIM));
    return Optional.of(line);
  }

  private Optional<SignalResult> find(Signal signal) {
    return result.signals().stream()
        .filter(r -> r.series().isWhole() && r.series().signal() == signal)
        .findFirst();
  }

  private static Optional<Change> change(SignalResult signal, String statistic) {
    return signal.changes().stream().filter(c -> c.statistic().equals(statistic)).findFirst();
  }

  private static String version(ComparisonResult.Group group, String fallback) {
    return group.goVersions().size() == 1 ? group.goVersions().get(0) : fallback;
  }

  private static double p95(GroupSummary summary) {
    return summary instanceof GroupSummary.Distribution d
        ? d.quantiles().getOrDefault(0.95, Double.NaN)
        : Double.NaN;
  }

  private static double perSecond(GroupSummary summary) {
    return summary instanceof GroupSummary.Count c ? c.rate() : Double.NaN;
  }

  private static double perRequest(GroupSummary summary) {
    return summary instanceof GroupSummary.Count c ? c.perRequest() : Double.NaN;
  }

  private static double last(GroupSummary summary) {
    return summary instanceof GroupSummary.Level l ? l.last() : Double.NaN;
  }
}
