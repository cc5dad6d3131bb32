package io.graydiff.truth;

import io.graydiff.fixture.GoBuild;
import io.graydiff.gobinary.Arch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The table of the matrix as an earlier run wrote it.
 *
 * @param firstDay when the first of its cells was run; empty if there is none
 * @param cells by the name of the build
 * @param differences the lines below the table
 */
record EarlierMatrix(String firstDay, Map<String, String> cells, List<String> differences) {
  private static final String NOT_RUN = "not run";

  /** Reads what stands between the marks; nothing if it comes from another machine. */
  static EarlierMatrix parse(String text, String machine) {
    List<String> lines = text.lines().toList();
    if (lines.isEmpty() || !lines.get(0).endsWith(", " + machine)) {
      return new EarlierMatrix("", Map.of(), List.of());
    }
    Map<String, String> cells = new HashMap<>();
    List<String> differences = new ArrayList<>();
    List<String> versions = List.of();
    for (String line : lines) {
      if (line.startsWith("| form ")) {
        versions = columns(line);
      } else if (line.startsWith("| ")) {
        addRow(columns(line), versions, cells);
      } else if (line.startsWith("- ")) {
        differences.add(line);
      }
    }
    return new EarlierMatrix(lines.get(0).split("[ ,]", 2)[0], cells, differences);
  }

  private static List<String> columns(String line) {
    return Arrays.stream(line.split("\\|", -1)).skip(1).map(String::strip).toList();
  }

  private static void addRow(List<String> row, List<String> versions, Map<String, String> cells) {
    GoBuild.Form form = GoBuild.Form.valueOf(row.get(0).toUpperCase().replace(' ', '_'));
    for (int i = 1; i < row.size() - 1; i++) {
      cells.put(new GoBuild(versions.get(i), Arch.AMD64, form).toString(), row.get(i));
    }
  }

  String cell(GoBuild build) {
    return cells.getOrDefault(build.toString(), NOT_RUN);
  }

  /** The days from the first run to this one. */
  String daysUntil(String today) {
    return firstDay.isEmpty() || firstDay.equals(today) ? today : firstDay + " to " + today;
  }

  /** The lines about builds that were not run again. */
  List<String> differencesBut(Collection<GoBuild> again) {
    return differences.stream()
        .filter(line -> again.stream().noneMatch(build -> line.startsWith("- " + build + ",")))
        .toList();
  }
}
