package io.graydiff.target;

import io.graydiff.target.ProcessLookup.Denied;
import io.graydiff.target.ProcessLookup.Gone;
import io.graydiff.target.ProcessLookup.NotGo;
import io.graydiff.target.ProcessLookup.Unusable;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Explains why a selector matches nothing, and what would come nearest. */
final class NoMatch {
  private static final int NEAREST = 5;

  private final ProcessScanner scanner;
  private final PodIndex pods;

  NoMatch(ProcessScanner scanner, PodIndex pods) {
    this.scanner = scanner;
    this.pods = pods;
  }

  NoMatchException explain(GroupRole role, Selector selector, ProcessScan scan) {
    String reason =
        pidReason(selector).orElseGet(() -> "selector '" + selector + "' matches no Go process");
    return new NoMatchException(role.id() + ": " + reason + "; " + advice(selector, scan));
  }

  private Optional<String> pidReason(Selector selector) {
    return selector.terms().stream()
        .filter(SelectorTerm.Pid.class::isInstance)
        .map(term -> ((SelectorTerm.Pid) term).pid())
        .flatMap(pid -> pidReason(pid).stream())
        .findFirst();
  }

  private Optional<String> pidReason(int pid) {
    ProcessLookup lookup = scanner.look(pid);
    if (lookup instanceof NotGo) {
      return Optional.of("process " + named(pid) + " is not a Go program");
    } else if (lookup instanceof Unusable go) {
      return Optional.of("process " + named(pid) + " cannot be measured: " + go.reason());
    } else if (lookup instanceof Denied) {
      return Optional.of("process " + pid + " may not be read, which takes CAP_SYS_PTRACE");
    } else if (lookup instanceof Gone) {
      return Optional.of("there is no process " + pid);
    }
    return Optional.empty();
  }

  private String named(int pid) {
    return scanner.exe(pid).map(exe -> pid + " (" + exe + ")").orElse(Integer.toString(pid));
  }

  private String advice(Selector selector, ProcessScan scan) {
    if (scan.processes().isEmpty()) {
      return scan.denied() > 0
          ? "no Go process was found, but not readable were "
              + scan.denied()
              + ", which takes CAP_SYS_PTRACE, as root"
          : "no Go process runs on this machine";
    }
    List<GoProcess> nearest =
        scan.processes().stream()
            .sorted(
                Comparator.comparingLong((GoProcess p) -> selector.matchingTerms(p, pods))
                    .reversed())
            .limit(NEAREST)
            .toList();
    return "nearest of "
        + scan.processes().size()
        + " Go processes (see graydiff ps): "
        + nearest.stream().map(NoMatch::describe).collect(Collectors.joining(", "));
  }

  private static String describe(GoProcess p) {
    String module = p.build().module().isEmpty() ? p.exe() : p.build().module();
    return "pid=" + p.pid() + " " + p.build().goVersion() + " " + module;
  }
}
