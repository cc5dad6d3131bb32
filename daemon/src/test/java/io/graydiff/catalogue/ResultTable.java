package io.graydiff.catalogue;

import io.graydiff.simulation.MarkedTable;
import io.graydiff.window.Series;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What was last seen of each fault, as a table in a document. Pure but for its files. */
final class ResultTable {
  private static final MarkedTable TABLE = new MarkedTable("catalogue");
  private static final String HEAD =
      "| entry | fault | signal | detected | A/A quiet | seconds | Go |\n"
          + "|---|---|---|---|---|---|---|\n";

  private ResultTable() {}

  /**
   * One signal of one entry, or a value of its label.
   *
   * @param seconds after which it was called a regression; empty when it was not
   * @param twinQuiet whether nothing was called one between healthy processes
   */
  record Row(
      Entry entry, Series series, Optional<Double> seconds, boolean twinQuiet, String goSeries) {
    /** Whether the fault was found, and nothing else. */
    boolean isGood() {
      return seconds.isPresent() && twinQuiet;
    }

    @Override
    public String toString() {
      return "| %s | `%s` | `%s` | %s | %s | %s | %s |"
          .formatted(
              entry.title(),
              entry.fault(),
              Entry.name(series),
              seconds.isPresent() ? "yes" : "no",
              twinQuiet ? "yes" : "no",
              seconds.map(s -> String.format(Locale.ROOT, "%.1f", s)).orElse(""),
              goSeries);
    }
  }

  /** Puts the rows of one entry into the document, in place of its former ones. */
  static void replace(Path document, List<Row> rows) throws IOException {
    List<String> kept = TABLE.read(document).lines().filter(line -> line.contains("`")).toList();
    List<String> table = new ArrayList<>();
    for (Entry entry : Entry.values()) {
      List<String> fresh =
          rows.stream().filter(row -> row.entry() == entry).map(Row::toString).toList();
      table.addAll(fresh.isEmpty() ? of(entry, kept) : fresh);
    }
    TABLE.write(document, HEAD + String.join("\n", table) + "\n");
  }

  private static List<String> of(Entry entry, List<String> lines) {
    return lines.stream().filter(line -> cells(line).contains("`" + entry.fault() + "`")).toList();
  }

  private static List<String> cells(String line) {
    return Arrays.stream(line.split("\\|")).map(String::strip).toList();
  }
}
