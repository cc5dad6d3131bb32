package io.graydiff.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.graydiff.compare.Assessment;
import io.graydiff.compare.ComparisonResult;
import io.graydiff.compare.Verdict;
import io.graydiff.profile.Profile;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final TextStyle STYLE = new TextStyle(130, false, true);

  private final ComparisonResult result = new PublishedFixture("checkout", 1).build().result();

  @Test
  void beginsWithTheFiguresThatPeopleAskFor() {
    List<String> lines = Report.render(result, STYLE);
    assertThat(lines.get(0)).containsPattern("go1\\.22\\.12 +go1\\.23\\.4 +change");
    assertThat(lines.get(1)).containsPattern("GC pause p95 +282µs +254µs +-9\\.7%  \\[");
    assertThat(lines.get(2))
        .containsPattern("goroutines created per second +1,021 +1,041 +\\+2\\.0%$");
  }

  @Test
  void holdsTheWholeTableAndTheProcesses() {
    String text = String.join("\n", Report.render(result, STYLE));
    assertThat(text)
        .contains(String.join("\n", LiveTable.render(result, STYLE)))
        .contains("baseline      4102  go1.22.12  /srv/go1.22.12/shop  left")
        .contains("canary        4201  go1.23.4  /srv/go1.23.4/shop");
  }

  @Test
  void tellsPanicsAndLastWordsWithoutWhatATerminalWouldObey() {
    ComparisonResult failing =
        new ComparisonResult(
            "x",
            result.startedAt(),
            1,
            result.baseline(),
            PublishedFixture.ended("fatal error: no luck (main.main)"),
            Assessment.NONE,
            result.cost(),
            result.loss(),
            List.of(),
            new ComparisonResult.Findings(
                Profile.NONE,
                List.of(),
                List.of(PublishedFixture.panic("no such\u001b[2Jaccount"))));
    assertThat(Report.render(failing, STYLE))
        .contains(
            "canary           7  go1.23.4  /srv/app  left, its last words: fatal error: no luck"
                + " (main.main)",
            "panics and throws, the last one first",
            "canary          12  panic in main.charge: string no such [2Jaccount");
  }

  @Test
  void endsWithTheVerdictAndWhatRegressed() {
    List<String> lines = Report.render(result, STYLE);
    int verdict = lines.indexOf("✗ regression: the canary is worse by more than the tolerance");
    assertThat(verdict).isPositive();
    assertThat(lines.subList(verdict + 1, lines.size()))
        .contains("  http.request.latency p95 +7.8% [+5.1, +11], tolerance 3%")
        .allMatch(line -> line.contains("tolerance 3%"));
  }

  @Test
  void saysHowLongAnOpenVerdictWillTake() {
    ComparisonResult open =
        new PublishedFixture("x", 1).verdict(Verdict.INCONCLUSIVE).build().result();
    assertThat(Report.render(open, STYLE))
        .contains(
            "· inconclusive: the data do not decide yet; going on like this a pass,"
                + " http.request.latency last, takes about 3m more");
  }

  @Test
  void leavesOutHeadlinesThatWereNotMeasured() {
    ComparisonResult empty =
        new ComparisonResult(
            "x",
            result.startedAt(),
            0,
            result.baseline(),
            result.canary(),
            Assessment.NONE,
            result.cost(),
            result.loss(),
            List.of("no process matches the baseline"),
            ComparisonResult.Findings.NONE);
    List<String> lines = Report.render(empty, STYLE);
    assertThat(lines.get(0)).startsWith("graydiff  x");
    assertThat(lines).contains("note  no process matches the baseline");
    assertThat(lines).noneMatch(line -> line.contains("GC pause"));
  }
}
