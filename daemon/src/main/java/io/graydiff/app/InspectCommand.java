package io.graydiff.app;

import io.graydiff.gobinary.GoBinary;
import io.graydiff.gobinary.GoBinaryException;
import java.nio.file.Files;
import java.nio.file.Path;
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
  public Integer call() throws Exception {
    Path file = executable();
    try (GoBinary binary = GoBinary.open(file)) {
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
      throw new CommandException(
          "cannot inspect " + target + ": " + e.getMessage() + "; graydiff ps lists Go processes",
          e);
    }
  }

  /** A number names a process; {@code ./12} names a file. */
  private Path executable() throws CommandException {
    if (!target.chars().allMatch(Character::isDigit)) {
      return existing(
          Path.of(target), "there is no file " + target + "; give a process id or a path");
    }
    Path process =
        existing(Path.of("/proc", target), "there is no process " + target + "; see graydiff ps");
    return existing(
        process.resolve("exe"),
        "the executable of process "
            + target
            + " may not be read, or it is a kernel thread; run as root");
  }

  private static Path existing(Path path, String otherwise) throws CommandException {
    if (!Files.exists(path)) {
      throw new CommandException(otherwise);
    }
    return path;
  }
}
