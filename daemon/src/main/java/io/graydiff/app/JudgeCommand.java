package io.graydiff.app;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code graydiff judge}: the verdict over what all agents exported. */
@Command(
    name = "judge",
    description =
        "Judge a comparison over the whole fleet, from what Prometheus has of all agents; the exit"
            + " code is the verdict.")
final class JudgeCommand implements Callable<Integer> {
  @Mixin private JudgeOptions options = new JudgeOptions();

  private final Output output;

  JudgeCommand(Output output) {
    this.output = output;
  }

  @Override
  public Integer call() throws Exception {
    if (options.comparisons().size() > 1 && options.listen().isEmpty()) {
      throw new CommandException("several comparisons take --listen; give one --comparison");
    }
    return new JudgeRun(options, options.client(System.getenv()), output).run();
  }
}
