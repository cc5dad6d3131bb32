package io.graydiff.app;

import io.graydiff.app.config.Budget;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code graydiff compare}: one comparison of two groups of running processes. */
@Command(
    name = "compare",
    description = "Compare two groups of running Go processes; the exit code is the verdict.")
final class CompareCommand implements Callable<Integer> {
  @Mixin private GroupOptions groups = new GroupOptions();
  @Mixin private RunLengthOption length = new RunLengthOption();
  @Mixin private ComparisonOptions options = new ComparisonOptions();

  private final Output output;

  CompareCommand(Output output) {
    this.output = output;
  }

  @Override
  public Integer call() throws Exception {
    return new ComparisonRun(
            ComparisonSpecs.of(
                "compare", groups.baseline(), groups.canary(), options, length.runFor()),
            options.budget().orElse(Budget.DEFAULT),
            options.listen(),
            length.runFor(),
            output,
            Optional::empty)
        .run();
  }
}
