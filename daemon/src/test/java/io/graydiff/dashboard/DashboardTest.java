package io.graydiff.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.graydiff.dashboard.Dashboard.Panel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DashboardTest {
  private static final int COLUMNS = 24;
  private static final String DATA_SOURCE = "${datasource}";
  private static final Pattern VARIABLE = Pattern.compile("\\$(\\w+)");
  private static final Set<String> OF_GRAFANA = Set.of("__rate_interval", "__range");

  static List<Dashboard> dashboards() throws IOException {
    return Dashboard.all();
  }

  @Test
  void eachHasItsOwnUidThatLinksCanRelyOn() throws IOException {
    assertThat(Dashboard.all())
        .extracting(dashboard -> dashboard.json().path("uid").textValue())
        .containsExactlyInAnyOrder("graydiff-overview", "graydiff-signal", "graydiff-cost");
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void noPanelSharesAnIdOrASpotWithAnother(Dashboard dashboard) {
    Set<Integer> ids = new HashSet<>();
    Set<Integer> cells = new HashSet<>();
    for (JsonNode panel : dashboard.json().path("panels")) {
      String title = panel.path("title").textValue();
      assertThat(ids.add(panel.path("id").intValue())).as(title).isTrue();
      JsonNode at = panel.path("gridPos");
      int right = at.path("x").intValue() + at.path("w").intValue();
      assertThat(right).as(title).isLessThanOrEqualTo(COLUMNS);
      for (int x = at.path("x").intValue(); x < right; x++) {
        for (int y = 0; y < at.path("h").intValue(); y++) {
          int cell = (at.path("y").intValue() + y) * COLUMNS + x;
          assertThat(cells.add(cell)).as(title + " overlaps at column " + x).isTrue();
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void everyPanelSaysWhatItShowsAndInWhichUnit(Dashboard dashboard) {
    for (Panel panel : dashboard.panels()) {
      assertThat(panel.title()).isNotBlank();
      assertThat(panel.json().path("description").asText()).as(panel.title()).endsWith(".");
      assertThat(panel.json().at("/fieldConfig/defaults/unit").asText())
          .as(panel.title())
          .isNotBlank();
      assertThat(panel.queries()).as(panel.title()).isNotEmpty();
    }
  }

  /** Grafana would give it the lowest threshold's colour: red, as if it were a regression. */
  @ParameterizedTest
  @MethodSource("dashboards")
  void aCellWithoutAFigureHasNoColour(Dashboard dashboard) {
    for (Panel panel : dashboard.panels()) {
      JsonNode defaults = panel.json().at("/fieldConfig/defaults");
      if (defaults.at("/custom/cellOptions/type").asText().equals("color-background")) {
        assertThat(defaults.path("mappings"))
            .as(panel.title())
            .anySatisfy(
                mapping -> {
                  assertThat(mapping.at("/options/match").asText()).isEqualTo("null");
                  assertThat(mapping.at("/options/result/color").asText()).isEqualTo("transparent");
                });
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void everythingAsksTheDataSourceThatIsChosen(Dashboard dashboard) {
    JsonNode first = dashboard.variables().get(0);
    assertThat(first.path("name").textValue()).isEqualTo("datasource");
    assertThat(first.path("type").textValue()).isEqualTo("datasource");
    List<JsonNode> asking = new ArrayList<>();
    for (Panel panel : dashboard.panels()) {
      asking.add(panel.json());
      panel.json().path("targets").forEach(asking::add);
    }
    for (JsonNode variable : dashboard.variables()) {
      if (variable != first) {
        asking.add(variable);
      }
    }
    assertThat(asking)
        .allSatisfy(
            node ->
                assertThat(node.at("/datasource/uid").textValue())
                    .as(node.path("title").asText() + node.path("name").asText())
                    .isEqualTo(DATA_SOURCE));
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void everyVariableThatIsUsedIsDefinedBefore(Dashboard dashboard) {
    Set<String> known = new HashSet<>(OF_GRAFANA);
    for (JsonNode variable : dashboard.variables()) {
      assertKnown(variable.at("/query/query").asText(), known);
      known.add(variable.path("name").textValue());
    }
    assertThat(known).contains("datasource", "job", "comparison");
    for (Panel panel : dashboard.panels()) {
      panel.queries().forEach(query -> assertKnown(query, known));
    }
  }

  private static void assertKnown(String query, Set<String> known) {
    Matcher matcher = VARIABLE.matcher(query);
    while (matcher.find()) {
      assertThat(known).as(query).contains(matcher.group(1));
    }
  }
}
