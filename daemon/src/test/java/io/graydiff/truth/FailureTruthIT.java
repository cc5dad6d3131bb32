package io.graydiff.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.graydiff.compare.ComparisonResult;
import io.graydiff.fixture.GoBuild.Form;
import io.graydiff.fixture.NeedsRoot;
import io.graydiff.publish.Published;
import io.graydiff.signal.Signal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Panics and throws of real programs, as graydiff tells them. */
@NeedsRoot
class FailureTruthIT {
  private static final int STRINGS = 3;

  @ParameterizedTest
  @CsvSource({"1.19, DEFAULT, 1.23, DEFAULT", "1.27, DEFAULT, 1.27, PIE_STRIPPED"})
  void panicsAreToldByFunctionTypeAndText(
      String baselineGo, Form baselineForm, String canaryGo, Form canaryForm) throws Exception {
    Instant begin = Instant.now();
    try (CommandedProgram baseline = CommandedProgram.profiled(baselineGo, baselineForm);
        CommandedProgram canary = CommandedProgram.profiled(canaryGo, canaryForm);
        Measurement measurement = Measurement.of("pid=" + baseline.pid(), "pid=" + canary.pid())) {
      measurement.begin();
      for (CommandedProgram program : List.of(baseline, canary)) {
        program.tell("panic custom");
        program.tell("panic index");
        program.tell("panic nil");
        for (int i = 0; i < STRINGS; i++) {
          program.tell("panic string");
        }
      }
      Published after = measurement.settledAfter(now -> now.result().events().size() == 2 * 4);
      System.out.println(after.result().events());
      for (String group : List.of("baseline", "canary")) {
        assertThat(after.result().events())
            .filteredOn(event -> event.group().equals(group))
            .extracting(FailureTruthIT::told)
            .containsExactly(
                STRINGS + " panic in main.recovered: string: the words of a panic",
                "1 panic in main.recovered: runtime.errorString:"
                    + " invalid memory address or nil pointer dereference",
                "1 panic in main.recovered: runtime.boundsError: ",
                "1 panic in main.recovered: main.failure: ");
      }
      assertThat(after.result().events())
          .allSatisfy(event -> assertThat(event.first()).isBetween(begin, Instant.now()))
          .allSatisfy(event -> assertThat(event.last()).isBetween(event.first(), Instant.now()));
      assertThat(after.result().loss().events()).isZero();
    }
  }

  private static String told(ComparisonResult.Event event) {
    return event.count()
        + " "
        + event.kind()
        + " in "
        + event.function()
        + ": "
        + event.type()
        + ": "
        + event.text();
  }

  @ParameterizedTest
  @CsvSource({"1.19, DEFAULT, 1.23, DEFAULT", "1.27, DEFAULT, 1.27, PIE_STRIPPED"})
  void aProcessThatDiesLeavesItsLastWords(
      String baselineGo, Form baselineForm, String canaryGo, Form canaryForm) throws Exception {
    try (CommandedProgram panics = CommandedProgram.profiled(baselineGo, baselineForm);
        CommandedProgram throwing = CommandedProgram.profiled(baselineGo, baselineForm);
        CommandedProgram panicking = CommandedProgram.profiled(canaryGo, canaryForm);
        CommandedProgram throwsToo = CommandedProgram.profiled(canaryGo, canaryForm);
        Measurement measurement =
            Measurement.of(
                "pid=" + panics.pid() + " + pid=" + throwing.pid(),
                "pid=" + panicking.pid() + " + pid=" + throwsToo.pid())) {
      measurement.begin();
      panics.send("die");
      panicking.send("die");
      throwing.send("throw");
      throwsToo.send("throw");
      ComparisonResult result =
          measurement
              .settledAfter(
                  now ->
                      now.result().baseline().left().size() == 2
                          && now.result().canary().left().size() == 2)
              .result();
      System.out.println(result.events());
      assertLastWords(result.baseline());
      assertLastWords(result.canary());
      assertThat(result.events())
          .filteredOn(event -> event.kind().equals("throw"))
          .extracting(ComparisonResult.Event::text, ComparisonResult.Event::function)
          .containsOnly(tuple("concurrent map writes", "main.write"));
      assertThat(result.signals())
          .filteredOn(signal -> signal.series().signal() == Signal.THROWS)
          .hasSize(1);
    }
  }

  private static void assertLastWords(ComparisonResult.Group group) {
    assertThat(group.left())
        .extracting(process -> process.lastWords().orElse(""))
        .containsExactlyInAnyOrder(
            "panic: main.failure (main.main)", "fatal error: concurrent map writes (main.write)");
  }
}
