package io.graydiff.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graydiff.app.config.Alpha;
import io.graydiff.app.config.Budget;
import io.graydiff.app.config.ListenAddress;
import io.graydiff.app.config.Percent;
import io.graydiff.signal.Signal;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

class ComparisonOptionsTest {
  @Command
  private static final class Comparing {
    @Mixin private final ComparisonOptions options = new ComparisonOptions();
    @Mixin private final GroupOptions groups = new GroupOptions();
    @Mixin private final RunLengthOption length = new RunLengthOption();
  }

  @Test
  void readsEveryOption() {
    Comparing c =
        parse(
            "--baseline pid=1 --baseline go=1.22,module=m --canary pid=2 --for 1m --budget unlimited"
                + " --signals alloc.size,gc.pause --signals panics --window 2s --alpha 0.05"
                + " --tolerance 5% --name a-b --listen :8080");
    assertThat(c.groups.baseline()).hasToString("pid=1 + go=1.22,module=m");
    assertThat(c.groups.canary()).hasToString("pid=2");
    assertThat(c.length.runFor()).contains(Duration.ofMinutes(1));
    assertThat(c.options.budget()).contains(Budget.UNLIMITED);
    assertThat(c.options.verdict().signals())
        .containsExactly(Signal.ALLOC_SIZE, Signal.GC_PAUSE, Signal.PANICS);
    assertThat(c.options.window()).contains(Duration.ofSeconds(2));
    assertThat(c.options.window(c.length.runFor())).isEqualTo(Duration.ofSeconds(2));
    assertThat(c.options.verdict().alpha()).contains(new Alpha(0.05));
    assertThat(c.options.verdict().tolerance()).contains(new Percent(0.05));
    assertThat(c.options.name().orElseThrow()).hasToString("a-b");
    assertThat(c.options.listen()).contains(new ListenAddress("0.0.0.0", 8080));
  }

  @Test
  void leavesEmptyWhatIsNotGiven() {
    Comparing c = parse("--baseline pid=1 --canary pid=2");
    assertThat(c.length.runFor()).isEmpty();
    assertThat(c.options.budget()).isEmpty();
    assertThat(c.options.verdict().signals()).isEmpty();
    assertThat(c.options.verdict().alpha()).isEmpty();
    assertThat(c.options.verdict().tolerance()).isEmpty();
    assertThat(c.options.name()).isEmpty();
    assertThat(c.options.listen()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"60s, 1500ms", "10s, 500ms", "20s, 500ms", "40m, 60s"})
  void aWindowIsAFortiethOfTheRunAndAtLeastHalfASecond(String runFor, String window)
      throws Exception {
    assertThat(
            new ComparisonOptions()
                .window(parse("--baseline pid=1 --canary pid=2 --for " + runFor).length.runFor()))
        .isEqualTo(io.graydiff.app.config.Durations.parse(window));
  }

  @Test
  void aWindowIsTenSecondsWhereTheRunHasNoEnd() {
    assertThat(new ComparisonOptions().window(Optional.empty())).isEqualTo(Duration.ofSeconds(10));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--baseline port=1 --canary pid=2 | unknown selector key 'port'; known keys: pid, ",
        "--baseline pid=1 | Missing required option: '--canary=SEL'",
        "--baseline pid=1 --canary pid=2 --for 10 | '10' is not a duration; write a number",
        "--baseline pid=1 --canary pid=2 --budget 0 | '0' is out of range; a budget is above 0",
        "--baseline pid=1 --canary pid=2 --signals x | unknown signal 'x'; known signals: http.",
        "--baseline pid=1 --canary pid=2 --name A | 'A' is not a name; use up to 63 lower-case",
      })
  void saysWhatIsWrong(String commandLine, String message) {
    assertThatThrownBy(() -> parse(commandLine))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining(message);
  }

  private static Comparing parse(String commandLine) {
    Comparing comparing = new Comparing();
    CommandLine command = new CommandLine(comparing);
    ValueConverters.register(command);
    command.parseArgs(commandLine.split(" "));
    return comparing;
  }
}
