package io.graydiff.publish;

import io.graydiff.compare.Change;
import io.graydiff.compare.GroupSummary;
import io.graydiff.compare.SignalResult;
import io.graydiff.compare.Verdict;
import io.graydiff.signal.Signal;
import io.graydiff.signal.Unit;
import io.graydiff.window.Series;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** One series in words and figures, whatever the width of the table. */
record TableRow(SignalResult result, HumanUnits units) {
  /** The quantiles that tables show, and the statistics that compare them. */
  static final List<Double> QUANTILES = List.of(0.5, 0.95, 0.99);

  static final List<String> STATISTICS = List.of("p50", "p95", "p99");

  String name() {
    Series series = result.series();
    return series.isWhole() ? series.signal().id() : "  " + series.labelValue();
  }

  /** The name with its label value, for text outside the table. */
  String fullName() {
    Series series = result.series();
    String id = series.signal().id();
    return series.isWhole() ? id : id + " (" + series.labelValue() + ")";
  }

  boolean isPart() {
    return !result.series().isWhole();
  }

  Verdict verdict() {
    return result.verdict();
  }

  /** The quantiles of a distribution; empty for counts and levels. */
  Optional<List<String>> quantiles(GroupSummary summary) {
    return summary instanceof GroupSummary.Distribution d
        ? Optional.of(QUANTILES.stream().map(q -> quantile(d, q)).toList())
        : Optional.empty();
  }

  private String quantile(GroupSummary.Distribution d, double q) {
    Double least = d.longerThan().get(q);
    if (least != null) {
      return ">" + units.value(least, unit());
    }
    return units.value(d.quantiles().getOrDefault(q, Double.NaN), unit());
  }

  /** One figure: events per second, the newest level, p95 of a distribution. */
  String brief(GroupSummary summary) {
    if (summary instanceof GroupSummary.Count c) {
      return units.rate(c.rate(), unit()) + "/s";
    }
    if (summary instanceof GroupSummary.Level l) {
      return units.value(l.last(), unit());
    }
    return summary instanceof GroupSummary.Distribution d ? quantile(d, 0.95) : units.none();
  }

  /** What stands beside it: events per request, the slope of a level. */
  String context(GroupSummary summary) {
    if (summary instanceof GroupSummary.Count c && Double.isFinite(c.perRequest())) {
      return units.rate(c.perRequest(), unit()) + "/req";
    }
    if (summary instanceof GroupSummary.Level l && Double.isFinite(l.slopePerHour())) {
      return (l.slopePerHour() < 0 ? "" : "+") + units.rate(l.slopePerHour(), unit()) + "/h";
    }
    return "";
  }

  /** How long an open verdict will take: {@code ~6m}; empty where that cannot be said. */
  String wait(double windowSeconds) {
    OptionalDouble windows = result.furtherWindows();
    return windows.isPresent() && Double.isFinite(windows.getAsDouble())
        ? "~" + HumanUnits.about(windows.getAsDouble() * windowSeconds)
        : "";
  }

  /** The change of one statistic. */
  Optional<Change> change(String statistic) {
    return result.changes().stream().filter(c -> c.statistic().equals(statistic)).findFirst();
  }

  /** The change that decides: of the worst verdict, and among those p95 before others. */
  Optional<Change> deciding() {
    return result.changes().stream()
        .min(
            Comparator.comparing((Change c) -> -weight(c.verdict()))
                .thenComparing(c -> !c.statistic().equals("p95")));
  }

  /** A regression decides, then an open question, then an improvement, then a pass. */
  private static int weight(Verdict verdict) {
    return switch (verdict) {
      case REGRESSION -> 3;
      case INCONCLUSIVE -> 2;
      case IMPROVEMENT -> 1;
      case PASS -> 0;
    };
  }

  private Unit unit() {
    Signal signal = result.series().signal();
    return signal.unit();
  }
}
