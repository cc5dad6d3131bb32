package io.graydiff.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.graydiff.fixture.ExactProgram;
import io.graydiff.fixture.GoBuild;
import io.graydiff.fixture.GoBuild.Form;
import io.graydiff.fixture.GoBuilder;
import io.graydiff.fixture.NeedsRoot;
import io.graydiff.gobinary.Arch;
import io.graydiff.publish.Published;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every Go version in every form of building: exact counts and times of one program. A normal run
 * takes a slice; {@code -Dgraydiff.matrix=full} takes all, {@code rest} those that the table lacks,
 * {@code 1.22,1.27} those of some versions. {@code -Dgraydiff.matrix.table=FILE} writes the outcome
 * there, after each pair, beside what was there. {@code -Dgraydiff.cells=1.21-PGO,1.19-RACE} takes
 * some.
 */
@NeedsRoot
class BuildMatrixIT {
  private static final List<String> VERSIONS =
      List.of("1.19", "1.21", "1.22", "1.23", "1.24", "1.25", "1.26", "1.27");
  private static final List<Form> FORMS =
      List.of(
          Form.DEFAULT,
          Form.STRIPPED,
          Form.GNU_STRIPPED,
          Form.TRIMPATH,
          Form.PIE,
          Form.PIE_STRIPPED,
          Form.CGO_EXTERNAL,
          Form.UNOPTIMISED,
          Form.PGO,
          Form.RACE);
  private static final String SLICE = "1.19-DEFAULT,1.21-DEFAULT,1.27-DEFAULT,1.22-GNU_STRIPPED";

  private static final MatrixTable TABLE = new MatrixTable(VERSIONS, FORMS);

  /** Two programs that are measured together, as the groups of one comparison. */
  record Pair(GoBuild baseline, GoBuild canary) {}

  static Stream<Pair> pairs() throws IOException {
    List<GoBuild> builds = builds();
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < builds.size(); i += 2) {
      pairs.add(new Pair(builds.get(i), builds.get(Math.min(i + 1, builds.size() - 1))));
    }
    return pairs.stream();
  }

  private static List<GoBuild> builds() throws IOException {
    String matrix = System.getProperty("graydiff.matrix", "");
    List<String> some = List.of(matrix.split(",", -1));
    List<String> cells = List.of(System.getProperty("graydiff.cells", SLICE).split(",", -1));
    List<GoBuild> builds = new ArrayList<>();
    for (Form form : FORMS) {
      for (String version : VERSIONS) {
        GoBuild build = new GoBuild(version, Arch.AMD64, form);
        boolean wanted =
            switch (matrix) {
              case "" -> cells.contains(version + "-" + form);
              case "full" -> true;
              case "rest" -> TABLE.isOpen(build, document().orElseThrow());
              default -> some.contains(version);
            };
        if (build.exists() && wanted) {
          builds.add(build);
        }
      }
    }
    return builds;
  }

  private static Optional<Path> document() {
    return Optional.ofNullable(System.getProperty("graydiff.matrix.table")).map(Path::of);
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void countsAndTimesAreExact(Pair pair) throws Exception {
    try (ExactProgram baseline = start(pair.baseline());
        ExactProgram canary = start(pair.canary());
        Measurement measurement = Measurement.of(baseline, canary)) {
      MatrixCell first = new MatrixCell(pair.baseline(), baseline, true);
      MatrixCell second = new MatrixCell(pair.canary(), canary, false);
      TABLE.addRefused(first.build(), first.refused());
      TABLE.addRefused(second.build(), second.refused());
      List<MatrixCell.Check> ofFirst = first.checks();
      List<MatrixCell.Check> ofSecond = second.checks();
      for (int i = 0; i < ofFirst.size(); i++) {
        MatrixCell.Check one = ofFirst.get(i);
        MatrixCell.Check other = ofSecond.get(i);
        Published before = measurement.begin();
        one.act().run();
        other.act().run();
        Published after =
            measurement.settledAfter(first.isDone(one, before).and(second.isDone(other, before)));
        TABLE.add(first.build(), one.name(), one.wrong().of(first.growth(before, after)));
        TABLE.add(second.build(), one.name(), other.wrong().of(second.growth(before, after)));
      }
      TABLE.add(first.build(), "runtime", RuntimeFigures.wrong(baseline));
      TABLE.add(second.build(), "runtime", RuntimeFigures.wrong(canary));
      Map<String, Long> lost =
          Map.of(
              "events", measurement.result().loss().events(),
              "samples", measurement.result().loss().samples());
      assertThat(lost).containsEntry("events", 0L).containsEntry("samples", 0L);
    }
    assertThat(TABLE.wrong(pair.baseline())).as(pair.baseline().toString()).isEmpty();
    assertThat(TABLE.wrong(pair.canary())).as(pair.canary().toString()).isEmpty();
  }

  private static ExactProgram start(GoBuild build) throws Exception {
    return ExactProgram.startFrom(GoBuilder.build("exact", build));
  }

  @AfterEach
  void writeTheTable() throws IOException {
    if (document().isPresent()) {
      TABLE.write(document().get());
    }
  }
}
