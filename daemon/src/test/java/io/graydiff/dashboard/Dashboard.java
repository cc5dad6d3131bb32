package io.graydiff.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A dashboard of the chart.
 *
 * @param file its name
 * @param json the whole
 */
record Dashboard(String file, JsonNode json) {
  private static final Path FOLDER = Path.of("../helm/graydiff/files/dashboards");

  /**
   * A panel.
   *
   * @param row title of the row that it stands under, empty above the first
   * @param json the whole
   */
  record Panel(String row, JsonNode json) {
    String title() {
      return json.path("title").textValue();
    }

    List<String> queries() {
      return json.path("targets").findValuesAsText("expr");
    }
  }

  static List<Dashboard> all() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().map(Dashboard::read).toList();
    }
  }

  private static Dashboard read(Path file) {
    try {
      return new Dashboard(
          file.getFileName().toString(), new ObjectMapper().readTree(file.toFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything that is drawn. */
  List<Panel> panels() {
    List<Panel> panels = new ArrayList<>();
    String row = "";
    for (JsonNode panel : json.path("panels")) {
      if (panel.path("type").textValue().equals("row")) {
        row = panel.path("title").textValue();
      } else {
        panels.add(new Panel(row, panel));
      }
    }
    return panels;
  }

  JsonNode variables() {
    return json.at("/templating/list");
  }
}
