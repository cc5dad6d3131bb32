package io.graydiff.publish;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graydiff.compare.Change;
import io.graydiff.compare.Changes;
import io.graydiff.compare.ComparisonResult;
import io.graydiff.compare.GroupSummary;
import io.graydiff.compare.Outlook;
import io.graydiff.compare.SignalResult;
import io.graydiff.signal.Signal;
import io.graydiff.window.Series;
import java.util.List;
import java.util.Locale;

/**
 * A comparison as JSON, schema {@code graydiff/v1} (docs/result.schema.json). Numbers are in base
 * units; what cannot be said (NaN, infinity) is null. Keys are added in later versions, none is
 * renamed or dropped.
 */
public final class JsonResult {
  /** The value of the key {@code schema}. */
  public static final String SCHEMA = "graydiff/v1";

  private JsonResult() {}

  /** The document on one line, UTF-8. */
  public static byte[] bytes(ComparisonResult result) {
    return Json.bytes(tree(result));
  }

  /** The document indented, for people and files. */
  public static String pretty(ComparisonResult result) {
    return Json.pretty(tree(result));
  }

  static ObjectNode tree(ComparisonResult result) {
    ObjectNode root = Json.object();
    root.put("schema", SCHEMA);
    root.put("comparison", result.comparison());
    root.put("startedAt", result.startedAt().toString());
    root.put("durationSeconds", result.durationSeconds());
    root.put("windows", result.windows());
    root.set("baseline", group(result.baseline()));
    root.set("canary", group(result.canary()));
    ArrayNode signals = root.putArray("signals");
    double windowSeconds = result.windowSeconds();
    result.signals().forEach(signal -> signals.add(signal(signal, windowSeconds)));
    root.put("verdict", result.verdict().id());
    result.assessment().outlook().ifPresent(o -> root.set("outlook", outlook(o, windowSeconds)));
    root.set("cost", cost(result.cost()));
    ObjectNode loss = root.putObject("loss");
    loss.put("events", result.loss().events());
    loss.put("samples", result.loss().samples());
    root.set("notes", Json.strings(result.notes()));
    root.set("profile", ProfileJson.tree(result.profile()));
    root.set("changed", changed(result.changes()));
    ArrayNode builds = root.putArray("builds");
    for (ComparisonResult.BuildDifference difference : result.builds()) {
      ObjectNode node = builds.addObject();
      node.put("kind", difference.kind());
      node.put("name", difference.name());
      node.set("baseline", Json.strings(difference.baseline()));
      node.set("canary", Json.strings(difference.canary()));
    }
    root.set("events", events(result.events()));
    return root;
  }

  private static ArrayNode events(List<ComparisonResult.Event> events) {
    ArrayNode array = Json.array();
    for (ComparisonResult.Event event : events) {
      ObjectNode node = array.addObject();
      node.put("kind", event.kind());
      node.put("group", event.group());
      node.put("function", event.function());
      node.put("type", event.type());
      node.put("text", event.text());
      node.put("count", event.count());
      node.put("first", event.first().toString());
      node.put("last", event.last().toString());
    }
    return array;
  }

  private static ObjectNode outlook(Outlook outlook, double windowSeconds) {
    ObjectNode node = Json.object();
    node.set("decidesInSeconds", Json.number(outlook.furtherWindows() * windowSeconds));
    node.put("regression", outlook.regression());
    node.put("signal", outlook.signal().signal().id());
    return node;
  }

  private static ObjectNode changed(Changes changes) {
    ObjectNode node = Json.object();
    node.put("any", changes.any());
    node.set("signals", Json.strings(names(changes)));
    return node;
  }

  private static List<String> names(Changes changes) {
    return changes.series().stream().map(series -> series.signal().id()).toList();
  }

  private static ObjectNode group(ComparisonResult.Group group) {
    ObjectNode node = Json.object();
    node.put("selector", group.selector());
    node.set("goVersions", Json.strings(group.goVersions()));
    node.put("processCount", group.processCount());
    node.set("processes", processes(group.processes()));
    node.set("left", processes(group.left()));
    return node;
  }

  private static ArrayNode processes(List<ComparisonResult.Process> processes) {
    ArrayNode array = Json.array();
    for (ComparisonResult.Process process : processes) {
      ObjectNode node = array.addObject();
      node.put("pid", process.pid());
      node.put("exe", process.exe());
      node.put("goVersion", process.goVersion());
      node.put("module", process.module());
      process.lastWords().ifPresent(words -> node.put("lastWords", words));
    }
    return array;
  }

  private static ObjectNode signal(SignalResult result, double windowSeconds) {
    Signal signal = result.series().signal();
    ObjectNode node = Json.object();
    node.put("name", signal.id());
    node.set("labels", labels(result.series()));
    node.put("kind", signal.kind().name().toLowerCase(Locale.ROOT));
    node.put("unit", signal.unit().symbol());
    node.set("baseline", summary(result.baseline()));
    node.set("canary", summary(result.canary()));
    ArrayNode changes = node.putArray("changes");
    result.changes().forEach(change -> changes.add(change(change)));
    node.put("verdict", result.verdict().id());
    result
        .furtherWindows()
        .ifPresent(n -> node.set("decidesInSeconds", Json.number(n * windowSeconds)));
    result.note().ifPresent(note -> node.put("note", note));
    return node;
  }

  /** No label over all values, else the one label of the signal. */
  static ObjectNode labels(Series series) {
    ObjectNode node = Json.object();
    if (!series.isWhole()) {
      node.put(series.signal().label().orElse("label"), series.labelValue());
    }
    return node;
  }

  private static ObjectNode summary(GroupSummary summary) {
    ObjectNode node = Json.object();
    if (summary instanceof GroupSummary.Distribution d) {
      node.set("count", Json.count(d.count()));
      node.set("ratePerSecond", Json.number(d.ratePerSecond()));
      node.set("sum", Json.number(d.sum()));
      ObjectNode quantiles = node.putObject("quantiles");
      d.quantiles().forEach((q, v) -> quantiles.set(Double.toString(q), Json.number(v)));
      d.longerThan().keySet().forEach(q -> quantiles.putNull(Double.toString(q)));
      if (!d.longerThan().isEmpty()) {
        ObjectNode longerThan = node.putObject("longerThan");
        d.longerThan().forEach((q, v) -> longerThan.set(Double.toString(q), Json.number(v)));
      }
    } else if (summary instanceof GroupSummary.Count c) {
      node.set("count", Json.count(c.count()));
      node.set("rate", Json.number(c.rate()));
      node.set("perRequest", Json.number(c.perRequest()));
      node.set("perCpuSecond", Json.number(c.perCpuSecond()));
    } else if (summary instanceof GroupSummary.Level l) {
      node.set("last", Json.number(l.last()));
      node.set("mean", Json.number(l.mean()));
      node.set("slopePerHour", Json.number(l.slopePerHour()));
    }
    return node;
  }

  static ObjectNode change(Change change) {
    ObjectNode node = Json.object();
    node.put("statistic", change.statistic());
    node.set("ratio", Json.number(change.ratio()));
    node.set("low", Json.number(change.low()));
    node.set("high", Json.number(change.high()));
    node.set("tolerance", Json.number(change.tolerance()));
    node.put("verdict", change.verdict().id());
    return node;
  }

  private static ObjectNode cost(ComparisonResult.Cost cost) {
    ObjectNode node = Json.object();
    node.set("budget", Json.number(cost.budget()));
    node.set("targetCpuShare", Json.number(cost.targetCpuShare()));
    node.set("agentCpuShare", Json.number(cost.agentCpuShare()));
    node.put("probeHits", cost.probeHits());
    return node;
  }
}
