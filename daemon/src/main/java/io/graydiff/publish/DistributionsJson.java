package io.graydiff.publish;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graydiff.histogram.BucketLayout;
import io.graydiff.histogram.Histogram;
import io.graydiff.signal.Unit;
import io.graydiff.window.Measures;
import io.graydiff.window.Series;
import java.util.Comparator;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The bucket counts of both groups as JSON, for drawing: only buckets that counted something, their
 * bounds {@code (lower, upper]} in base units.
 */
final class DistributionsJson {
  private static final Comparator<Series> ORDER =
      Comparator.comparing(Series::signal).thenComparing(Series::labelValue);

  private DistributionsJson() {}

  /**
   * The series that pass both filters.
   *
   * @param signal a signal's public name; empty for all signals
   * @param label a label value, or the empty string for the series over all of them; absent for
   *     every series of the signal
   */
  static ObjectNode tree(Published published, Optional<String> signal, Optional<String> label) {
    Predicate<Series> wanted =
        series ->
            signal.map(series.signal().id()::equals).orElse(true)
                && label.map(series.labelValue()::equals).orElse(true);
    TreeSet<Series> all = new TreeSet<>(ORDER);
    all.addAll(published.baseline().distributions().keySet());
    all.addAll(published.canary().distributions().keySet());
    ObjectNode root = Json.object();
    root.put("comparison", published.name());
    root.put("windows", published.result().windows());
    ArrayNode signals = root.putArray("signals");
    all.stream().filter(wanted).forEach(series -> signals.add(series(series, published)));
    return root;
  }

  private static ObjectNode series(Series series, Published published) {
    Unit unit = series.signal().unit();
    ObjectNode node = Json.object();
    node.put("name", series.signal().id());
    node.set("labels", JsonResult.labels(series));
    node.put("unit", unit.symbol());
    node.set("baseline", buckets(published.baseline(), series, unit));
    node.set("canary", buckets(published.canary(), series, unit));
    return node;
  }

  private static ObjectNode buckets(Measures measures, Series series, Unit unit) {
    Histogram histogram = measures.distributions().getOrDefault(series, Histogram.EMPTY);
    ObjectNode node = Json.object();
    node.put("count", histogram.count());
    ArrayNode lower = node.putArray("lower");
    ArrayNode upper = node.putArray("upper");
    ArrayNode counts = node.putArray("counts");
    for (int i = 0; i < BucketLayout.BUCKETS; i++) {
      if (histogram.count(i) > 0) {
        lower.add(unit.toBase(BucketLayout.lower(i)));
        upper.add(unit.toBase(BucketLayout.upper(i)));
        counts.add(histogram.count(i));
      }
    }
    return node;
  }
}
