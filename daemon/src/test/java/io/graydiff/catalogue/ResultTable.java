package io.graydiff.catalogue;

import io.graydiff.signal.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What was seen of each entry, as the table between the marks of docs/catalogue.md. */
final class ResultTable {
  private static final String BEGIN = "<!-- results -->\n";
  private static final String END = "<!-- end of results -->";

  private final List<Row> rows = new ArrayList<>();

  /**
   * One signal of one entry.
   *
   * @param seconds after which it was called a regression; empty when it was not
   * @param twinQuiet whether it was not called one between healthy processes
   */
  record Row(
      Entry entry, Signal signal, Optional<Double> seconds, boolean twinQuiet, String goSeries) {
    @Override
    public String toString() {
      return "| %s | `%s` | `%s` | %s | %s | %s | %s |"
          .formatted(
              entry.title(),
              entry.fault(),
              signal.id(),
              seconds.isPresent() ? "yes" : "no",
              twinQuiet ? "yes" : "no",
              seconds.map(s -> String.format(Locale.ROOT, "%.1f", s)).orElse(""),
              goSeries);
    }
  }

  void add(Row row) {
    rows.add(row);
  }

  List<Row> rows() {
    return List.copyOf(rows);
  }

  @Override
  public String toString() {
    return rows.stream()
        .map(Row::toString)
        .collect(
            Collectors.joining(
                "\n",
                "| entry | fault | signal | detected | A/A quiet | seconds | Go |\n"
                    + "|---|---|---|---|---|---|---|\n",
                "\n"));
  }

  void writeTo(Path document) throws IOException {
    String text = Files.readString(document);
    int begin = text.indexOf(BEGIN) + BEGIN.length();
    int end = text.indexOf(END);
    if (begin < BEGIN.length() || end < begin) {
      throw new IOException(document + " has no " + BEGIN.strip() + " and " + END);
    }
    Files.writeString(
        document, text.substring(0, begin) + "\n" + this + "\n" + text.substring(end));
  }
}
