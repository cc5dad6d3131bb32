package io.graydiff.goruntime;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A table that {@code deploy/toolchains/layouts.sh} generated: comma-separated, one column for each
 * Go version (and architecture), {@code -} where a version does not have the row.
 *
 * @param header the names of all columns
 * @param rows the cells of each row, as many as the header
 */
record VersionTable(List<String> header, List<List<String>> rows) {
  private static final String ABSENT = "-";

  VersionTable {
    header = List.copyOf(header);
    rows = List.copyOf(rows);
  }

  /** Reads a resource beside this class. */
  static VersionTable load(String name) {
    try (InputStream in = VersionTable.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks the resource " + name);
      }
      return read(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static VersionTable read(BufferedReader lines) throws IOException {
    List<List<String>> all = new ArrayList<>();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (!line.startsWith("#")) {
        all.add(List.of(line.split(",", -1)));
      }
    }
    return new VersionTable(all.get(0), all.subList(1, all.size()));
  }

  /** The index of a column, empty for an unknown version. */
  Optional<Integer> column(String name) {
    int index = header.indexOf(name);
    return index < 0 ? Optional.empty() : Optional.of(index);
  }

  /** One cell, empty where the version has nothing there. */
  static Optional<String> cell(List<String> row, int column) {
    String text = row.get(column);
    return text.equals(ABSENT) ? Optional.empty() : Optional.of(text);
  }

  /** The cells of a column from the top down to where the version's list ends. */
  List<String> list(int column) {
    return rows.stream().map(row -> cell(row, column)).flatMap(Optional::stream).toList();
  }
}
