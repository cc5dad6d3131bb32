package io.graydiff.app;

import io.graydiff.gobinary.BinaryDiff;
import io.graydiff.gobinary.Difference;
import io.graydiff.gobinary.GoBinary;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code graydiff diff-binaries}: what differs between two builds before anything runs. */
@Command(
    name = "diff-binaries",
    description = "Show what differs between two builds before anything runs.")
final class DiffBinariesCommand implements Callable<Integer> {
  private static final String ABSENT = "-";

  @Parameters(index = "0", paramLabel = "OLD", description = "An executable file or a process id.")
  private String before = "";

  @Parameters(index = "1", paramLabel = "NEW", description = "Another one.")
  private String after = "";

  private final Output output;

  DiffBinariesCommand(Output output) {
    this.output = output;
  }

  @Override
  public Integer call() throws CommandException {
    try (GoBinary oldBinary = ExecutableArgument.open(before);
        GoBinary newBinary = ExecutableArgument.open(after)) {
      List<Difference> differences = BinaryDiff.between(oldBinary, newBinary);
      if (output.options().json()) {
        output.json(
            new Listing(
                "graydiff/v1",
                BinaryFacts.of(before, oldBinary),
                BinaryFacts.of(after, newBinary),
                differences.stream().map(Row::of).toList()));
      } else {
        output.text(table(differences));
      }
      return ExitCode.PASS;
    }
  }

  private static String table(List<Difference> differences) {
    if (differences.isEmpty()) {
      return "the builds do not differ in anything that their build information or headers tell\n";
    }
    TextTable table = new TextTable("WHAT", "NAME", "OLD", "NEW");
    for (Difference d : differences) {
      table.row(d.aspect().title(), d.name(), d.before().orElse(ABSENT), d.after().orElse(ABSENT));
    }
    return table.toString();
  }

  /** The JSON form. */
  record Listing(String schema, BinaryFacts before, BinaryFacts after, List<Row> differences) {}

  /** One difference in the JSON form; what a build lacks is null and left out. */
  record Row(String aspect, String name, @Nullable String before, @Nullable String after) {
    static Row of(Difference d) {
      return new Row(
          d.aspect().name().toLowerCase(Locale.ROOT),
          d.name(),
          d.before().orElse(null),
          d.after().orElse(null));
    }
  }
}
