package io.graydiff.simulation;

import java.util.List;

/**
 * What came of a scenario.
 *
 * @param scenario that was played
 * @param rows one for each watch
 */
record Outcome(Scenario scenario, List<Row> rows) {
  /** The head of the table. */
  static final String HEADER =
      "| scenario | statistic | target | graydiff: alarms (95 % interval) | delay, median / p90 |"
          + " passes at the end | reached | Kayenta: alarms | delay |\n"
          + "|---|---|---|---|---|---|---|---|---|\n";

  /** The lines of the table. */
  String markdown() {
    StringBuilder text = new StringBuilder();
    for (Row row : rows) {
      text.append("| ").append(scenario.id()).append(". ").append(scenario.title());
      text.append(" | ").append(row.watch.name());
      text.append(" | ").append(row.watch.target());
      text.append(" | ").append(row.engine.share());
      text.append(" | ").append(row.engine.delays());
      text.append(" | ").append(Math.round(100.0 * row.engine.passes() / row.engine.runs()));
      text.append(" % | ").append(row.reached() ? "yes" : "**no**");
      boolean judged = row.watch.window().isPresent();
      text.append(" | ").append(judged ? row.kayenta.share() : "");
      text.append(" | ").append(judged ? row.kayenta.delays() : "").append(" |\n");
    }
    return text.toString();
  }

  boolean reached() {
    return rows.stream().allMatch(Row::reached);
  }

  /**
   * One watch.
   *
   * @param watch what was looked at
   * @param engine the runs as graydiff judged them
   * @param kayenta the runs as Kayenta's rule judged them
   */
  record Row(Watch watch, Tally engine, Tally kayenta) {
    boolean reached() {
      return watch.target().reachedBy(engine);
    }
  }
}
