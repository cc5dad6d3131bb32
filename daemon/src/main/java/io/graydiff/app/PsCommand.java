package io.graydiff.app;

import io.graydiff.pods.NodePods;
import io.graydiff.pods.PodDiscoveryException;
import io.graydiff.target.GoProcess;
import io.graydiff.target.PodIndex;
import io.graydiff.target.ProcessScan;
import io.graydiff.target.ProcessScanner;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
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
    PodIndex pods = pods(scan.processes());
    if (output.options().json()) {
      output.json(
          new Listing(
              "graydiff/v1",
              scan.processes().stream().map(p -> Row.of(p, pods)).toList(),
              scan.denied()));
    } else {
      output.text(table(scan.processes(), pods));
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

  /**
   * The pods, where there are some and a cluster to ask; without it they are shown by their uid.
   */
  private PodIndex pods(List<GoProcess> processes) {
    if (processes.stream().allMatch(p -> p.container().podUid().isEmpty())) {
      return PodIndex.NONE;
    }
    try {
      return NodePods.now().orElse(PodIndex.NONE);
    } catch (PodDiscoveryException e) {
      output.note("pods are shown by their uid: " + e.getMessage());
      return PodIndex.NONE;
    }
  }

  private static String table(List<GoProcess> processes, PodIndex pods) {
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
          place(p, pods));
    }
    return table.toString();
  }

  private static String place(GoProcess p, PodIndex pods) {
    return pods.find(p.container())
        .map(Object::toString)
        .or(() -> p.container().podUid().map(uid -> "pod " + uid))
        .or(p::cgroup)
        .orElse(ABSENT);
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
      @Nullable String containerId,
      @Nullable String namespace,
      @Nullable String pod,
      @Nullable String container) {

    static Row of(GoProcess p, PodIndex pods) {
      Optional<PodIndex.Container> found = pods.find(p.container());
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
          p.container().containerId().orElse(null),
          found.map(c -> c.pod().namespace()).orElse(null),
          found.map(c -> c.pod().name()).orElse(null),
          found.map(PodIndex.Container::name).orElse(null));
    }
  }
}
