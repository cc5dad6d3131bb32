package io.graydiff.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.graydiff.compare.ComparisonResult;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveTableTest {
  private static final String ESCAPE = "\u001b[";

  private final ComparisonResult result = new PublishedFixture("checkout", 1).build().result();

  @ParameterizedTest
  @ValueSource(ints = {40, 80, 96, 100, 110, 132, 140, 200})
  void noLineIsLongerThanTheTerminal(int width) {
    List<String> lines = LiveTable.render(result, new TextStyle(width, false, true));
    assertThat(lines).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(width));
  }

  @Test
  void aWideTableShowsEveryQuantileAndItsChange() {
    String row = row(140, "http.request.latency");
    assertThat(row)
        .containsPattern("1\\.0\\dms +2\\.\\d\\dms +4\\.\\d\\dms │ +1\\.1\\dms")
        .containsPattern("\\+8\\.\\d% +\\+7\\.\\d% +\\+\\d\\.\\d%  p95 +\\[\\+5\\.\\d, \\+11\\]")
        .endsWith("regression");
  }

  @Test
  void aTableOfAHundredColumnsMarksTheVerdictAndExplainsTheMarks() {
    assertThat(row(100, "http.request.latency")).startsWith("✗ ").contains("p95    +7.");
    assertThat(render(100)).last().asString().contains("✗ regression", "✓ pass");
  }

  @Test
  void aNarrowTableShowsP95AndTheChangeThatDecides() {
    assertThat(row(80, "gc.pause")).contains("282µs", "254µs", "p95", "improvement");
  }

  @Test
  void countsShowPerRequestAndPerSecond() {
    assertThat(row(100, "goroutine.created")).contains("2.55/req", "1,021/s", "1,041/s");
  }

  @Test
  void aRegressionOfAnyStatisticDecidesARow() {
    assertThat(row(80, "  chan receive")).contains("p99", "regression");
  }

  @Test
  void theHeaderNamesGroupsVersionsCostAndLoss() {
    assertThat(render(100).subList(0, 4))
        .satisfiesExactly(
            title -> assertThat(title).contains("checkout", "REGRESSION", "40 windows, 60s"),
            base -> assertThat(base).contains("go1.22.12", "2 processes, 1 left", "go=1.22,"),
            canary -> assertThat(canary).contains("go1.23.4", "2 processes"),
            cost -> assertThat(cost).contains("0.62% of CPU, budget 1%", "nothing lost"));
  }

  @Test
  void notesStandUnderTheTable() {
    assertThat(render(140)).contains("note  below resolution: schedule.latency");
  }

  @Test
  void aLowTerminalLosesSplitRowsFirstAndSaysHowMany() {
    List<String> lines = LiveTable.render(result, new TextStyle(100, false, true), 26);
    assertThat(lines).hasSizeLessThanOrEqualTo(26);
    assertThat(lines).noneMatch(line -> line.contains("chan receive"));
    assertThat(lines).anyMatch(line -> line.contains("process.resident.bytes"));
    assertThat(lines).anyMatch(line -> line.contains("6 more rows need a higher terminal"));
    assertThat(LiveTable.render(result, new TextStyle(100, false, true), 12)).hasSize(12);
  }

  @Test
  void withoutColourThereIsNoEscapeSequence() {
    assertThat(render(140)).noneMatch(line -> line.contains(ESCAPE));
    assertThat(LiveTable.render(result, new TextStyle(140, true, true)))
        .anyMatch(line -> line.contains(ESCAPE + "1;31mregression" + ESCAPE + "0m"));
  }

  @Test
  void asciiTerminalsGetAsciiOnly() {
    assertThat(LiveTable.render(result, new TextStyle(140, false, false)))
        .allMatch(line -> line.chars().allMatch(c -> c >= ' ' && c < 127));
  }

  @Test
  void aNameCannotCommandTheTerminal() {
    Published evil = new PublishedFixture("x\u001b[2Jy\u202e", 1).build();
    assertThat(LiveTable.render(evil.result(), new TextStyle(100, true, true)).get(0))
        .contains("x?[2Jy?");
  }

  @Test
  void beforeThereAreIntervalsTheRowsSaySo() {
    ComparisonResult early = new PublishedFixture("early", 1).windows(3).build().result();
    List<String> lines = LiveTable.render(early, new TextStyle(140, false, true));
    assertThat(lines).filteredOn(line -> line.startsWith("gc.pause")).hasSize(1);
    assertThat(lines)
        .filteredOn(line -> line.startsWith("gc.pause"))
        .noneMatch(l -> l.contains("["));
  }

  @Test
  void anOpenVerdictSaysHowLongItWillTakeWhereThereIsRoom() {
    assertThat(row(140, "panics")).endsWith("inconclusive ~3m");
    assertThat(row(120, "panics")).endsWith("inconclusive ~3m");
    assertThat(row(112, "panics")).endsWith("inconclusive");
    assertThat(row(140, "http.request.latency")).endsWith("regression");
  }

  private List<String> render(int width) {
    return LiveTable.render(result, new TextStyle(width, false, true));
  }

  private String row(int width, String name) {
    return render(width).stream()
        .skip(5)
        .filter(line -> line.contains(name))
        .findFirst()
        .orElseThrow();
  }
}
