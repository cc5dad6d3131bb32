package io.graydiff.app;

import io.graydiff.gobinary.GoBinary;
import io.graydiff.gobinary.GoBinaryException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code graydiff inspect}: what a binary is and what can be probed in it. */
@Command(name = "inspect", description = "Show what a Go binary is and what can be probed in it.")
final class InspectCommand implements Callable<Integer> {
  @Parameters(paramLabel = "PID|FILE", description = "A process id or an executable file.")
  private String target = "";

  private final Output output;
  private final List<InspectSection> sections;

  /**
   * @param sections what follows the facts of the binary, in this order
   */
  InspectCommand(Output output, List<InspectSection> sections) {
    this.output = output;
    this.sections = sections;
  }

  @Override
  public Integer call() throws CommandException {
    try (GoBinary binary = ExecutableArgument.open(target)) {
      BinaryFacts facts = BinaryFacts.of(target, binary);
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("schema", "graydiff/v1");
      json.put("binary", facts);
      StringBuilder text = new StringBuilder(facts.toText());
      for (InspectSection section : sections) {
        InspectSection.Result result = section.inspect(binary);
        json.put(section.key(), result.json());
        text.append('\n').append(result.text());
      }
      if (output.options().json()) {
        output.json(json);
      } else {
        output.text(text.toString());
      }
      return ExitCode.PASS;
    } catch (GoBinaryException e) {
      throw ExecutableArgument.unusable(target, e);
    }
  }
}
