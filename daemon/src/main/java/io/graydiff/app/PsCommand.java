package io.graydiff.app;

import io.graydiff.target.GoProcess;
import io.graydiff.target.ProcessScan;
import io.graydiff.target.ProcessScanner;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code graydiff ps}: the Go processes of this machine. */
@Command(name = "ps", description = "List the Go processes of this machine.")
final class PsCommand implements Callable<Integer> {
  private static final int REVISION_CHARS = 12;
  private static final String ABSENT = "-";

  private final Output output;

  PsCommand(Output output) {
    this.output = output;
  }

  @Override
  public Integer call() throws IOException {
    ProcessScan scan = ProcessScanner.ofMachine().scan();
    if (output.options().json()) {
      output.json(
          new Listing(
              "graydiff/v1", scan.processes().stream().map(Row::of).toList(), scan.denied()));
    } else {
      output.text(table(scan.processes()));
      if (scan.processes().isEmpty()) {
        output.note("no Go process was found");
      }
      if (scan.denied() > 0) {
        output.note(
            "not readable: " + scan.denied() + " processes; it takes CAP_SYS_PTRACE, as root");
      }
    }
    return ExitCode.PASS;
  }

  static String table(List<GoProcess> processes) {
    TextTable table =
        new TextTable("PID", "GO", "MODULE", "REVISION", "MODE", "STRIPPED", "CGROUP/POD");
    for (GoProcess p : processes) {
      table.row(
          Integer.toString(p.pid()),
          p.build().goVersion(),
          p.build().module().isEmpty() ? ABSENT : p.build().module(),
          p.build().revision().map(PsCommand::shortRevision).orElse(ABSENT),
          p.build().mode().id(),
          p.build().stripped() ? "yes" : "no",
          p.container().podUid().map(uid -> "pod " + uid).or(p::cgroup).orElse(ABSENT));
    }
    return table.toString();
  }

  private static String shortRevision(String revision) {
    return revision.substring(0, Math.min(REVISION_CHARS, revision.length()));
  }

  /** The JSON form; {@code denied} counts the processes that could not be read. */
  record Listing(String schema, List<Row> processes, int denied) {}

  /** One process in the JSON form; absent facts are null and left out. */
  record Row(
      int pid,
      String exe,
      String goVersion,
      String module,
      @Nullable String revision,
      String buildMode,
      boolean stripped,
      String buildId,
      String cmdline,
      List<String> cgroups,
      @Nullable String podUid,
      @Nullable String containerId) {

    static Row of(GoProcess p) {
      return new Row(
          p.pid(),
          p.exe(),
          p.build().goVersion(),
          p.build().module(),
          p.build().revision().orElse(null),
          p.build().mode().id(),
          p.build().stripped(),
          p.build().buildId(),
          p.cmdline(),
          p.cgroups(),
          p.container().podUid().orElse(null),
          p.container().containerId().orElse(null));
    }
  }
}
