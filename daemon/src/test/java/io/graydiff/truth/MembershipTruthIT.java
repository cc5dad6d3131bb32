package io.graydiff.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.graydiff.compare.ComparisonResult;
import io.graydiff.fixture.ExactProgram;
import io.graydiff.fixture.NeedsRoot;
import io.graydiff.publish.Published;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsRoot
class MembershipTruthIT {
  private static final int EACH = 1000;
  private static final int GOROUTINES = 4;
  private static final int SIZE = 4096;
  private static final long ALLOCATIONS = EACH * GOROUTINES;

  /** More windows than fit between two looks at all processes. */
  private static final int WINDOWS_OF_TWO_POLLS = 25;

  @TempDir Path folder;

  @Test
  void aProcessThatStartsLaterJoinsAndAKilledOneLeaves() throws Exception {
    Path binary = copy("baseline", "1.22");
    try (ExactProgram baseline = ExactProgram.startFrom(binary);
        ExactProgram canary = ExactProgram.start("1.23");
        Measurement measurement = Measurement.of("exe=" + binary, "pid=" + canary.pid())) {
      Published before = measurement.begin();
      assertThat(before.result().baseline().processes()).hasSize(1);
      try (ExactProgram later = ExactProgram.startFrom(binary)) {
        measurement.await(
            "the later one to join", () -> has(measurement.result().baseline(), later.pid()));
        Published joined = measurement.begin();
        later.allocate(EACH, SIZE, GOROUTINES, false);
        baseline.allocate(EACH, SIZE, GOROUTINES, false);
        later.kill();
        measurement.await(
            "the killed one to leave", () -> !has(measurement.result().baseline(), later.pid()));
        Published after = measurement.begin();
        assertThat(after.result().baseline().left())
            .extracting(ComparisonResult.Process::pid)
            .containsExactly((int) later.pid());
        assertThat(after.result().baseline().processes())
            .extracting(ComparisonResult.Process::pid)
            .containsExactly((int) baseline.pid());
        assertThat(new Growth(joined.baseline(), after.baseline()).allocations(SIZE))
            .isEqualTo(2 * ALLOCATIONS);
      }
    }
  }

  @Test
  void aProcessThatExecutesAnotherProgramIsMeasuredAsThatProgram() throws Exception {
    Path other = ExactProgram.build("1.24");
    try (ExactProgram baseline = ExactProgram.start("1.22");
        ExactProgram canary = ExactProgram.start("1.23");
        Measurement measurement = Measurement.of(baseline, canary)) {
      measurement.begin();
      baseline.allocate(EACH, SIZE, GOROUTINES, false);
      baseline.execute(other);
      measurement.await(
          "the other program to join",
          () ->
              measurement.result().baseline().processes().stream()
                  .anyMatch(process -> process.goVersion().startsWith("go1.24")));
      Published before = measurement.begin();
      assertThat(before.result().baseline().left())
          .singleElement()
          .satisfies(left -> assertThat(left.goVersion()).startsWith("go1.22"));
      baseline.allocate(EACH, SIZE, GOROUTINES, false);
      Published after = measurement.settledAfter(now -> counted(before, now) >= ALLOCATIONS);
      assertThat(counted(before, after)).isEqualTo(ALLOCATIONS);
      assertThat(new ProbedText(baseline.pid()).probed()).isPositive();
    }
  }

  @Test
  void aProcessWhoseBinaryIsReplacedGoesOnUndisturbed() throws Exception {
    Path binary = copy("baseline", "1.22");
    try (ExactProgram baseline = ExactProgram.startFrom(binary);
        ExactProgram canary = ExactProgram.start("1.23");
        Measurement measurement = Measurement.of(baseline, canary)) {
      Published before = measurement.begin();
      Files.delete(binary);
      Files.copy(ExactProgram.build("1.24"), binary);
      measurement.await(
          "two looks at all processes",
          () -> measurement.result().windows() >= before.result().windows() + WINDOWS_OF_TWO_POLLS);
      baseline.allocate(EACH, SIZE, GOROUTINES, false);
      Published after = measurement.settledAfter(now -> counted(before, now) >= ALLOCATIONS);
      assertThat(counted(before, after)).isEqualTo(ALLOCATIONS);
      assertThat(after.result().baseline().left()).isEmpty();
      assertThat(has(after.result().baseline(), baseline.pid())).isTrue();
    }
  }

  private Path copy(String name, String goSeries) throws Exception {
    return Files.copy(
        ExactProgram.build(goSeries),
        folder.resolve(name),
        java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
  }

  private static boolean has(ComparisonResult.Group group, long pid) {
    return group.processes().stream().anyMatch(process -> process.pid() == pid);
  }

  private static long counted(Published before, Published now) {
    return new Growth(before.baseline(), now.baseline()).allocations(SIZE);
  }
}
