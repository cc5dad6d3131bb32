package io.graydiff.target;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the Go programs among all processes by reading /proc.
 *
 * <p>Made for nodes with ten thousand processes and a scan every second: a process that is not a Go
 * program costs one stat(2) a scan, a known Go program a stat and two short reads, and a binary is
 * parsed once however many processes run it. A process that ends while it is read is simply not
 * there; one that executes another binary meanwhile shows at the next scan.
 *
 * <p>For one thread.
 */
public final class ProcessScanner {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessScanner.class);

  private final ProcDirectory proc;
  private final BinaryCache binaries;
  private Map<Integer, GoProcess> known = new HashMap<>();
  private boolean denialLogged;

  /**
   * @param proc usually {@code /proc}
   * @param reader recognises Go executables
   */
  public ProcessScanner(Path proc, BinaryReader reader) {
    this.proc = new ProcDirectory(proc);
    this.binaries = new BinaryCache(this.proc, reader);
  }

  /**
   * Looks at all processes.
   *
   * @throws IOException when /proc itself cannot be listed
   */
  public ProcessScan scan() throws IOException {
    binaries.nextGeneration();
    Map<Integer, GoProcess> found = new HashMap<>();
    int denied = 0;
    for (int pid : proc.pids()) {
      ProcessLookup lookup = look(pid);
      if (lookup instanceof ProcessLookup.Found f) {
        found.put(pid, f.process());
      } else if (lookup instanceof ProcessLookup.Denied) {
        denied++;
      }
    }
    known = found;
    logOnce(denied);
    List<GoProcess> processes = new ArrayList<>(found.values());
    processes.sort(Comparator.comparingInt(GoProcess::pid));
    return new ProcessScan(processes, denied);
  }

  /** A scanner of the processes of this machine. */
  public static ProcessScanner ofMachine() {
    return new ProcessScanner(Path.of("/proc"), new GoBinaryReader());
  }

  /** Looks at one process. */
  public ProcessLookup look(int pid) {
    try {
      BinaryId binary = proc.binary(pid);
      BinaryKind kind = binaries.kind(pid, binary);
      if (kind instanceof BinaryKind.Go go) {
        return new ProcessLookup.Found(process(pid, binary, go.build()));
      } else if (kind instanceof BinaryKind.Unusable unusable) {
        return new ProcessLookup.Unusable(proc.exe(pid), unusable.reason());
      }
      return new ProcessLookup.NotGo(proc.exe(pid));
    } catch (AccessDeniedException e) {
      return new ProcessLookup.Denied();
    } catch (IOException gone) {
      return new ProcessLookup.Gone();
    }
  }

  private GoProcess process(int pid, BinaryId binary, GoBuild build) throws IOException {
    long startTicks = proc.startTicks(pid);
    List<String> cgroups = proc.cgroups(pid);
    GoProcess before = known.get(pid);
    if (before != null
        && before.startTicks() == startTicks
        && before.binary().equals(binary)
        && before.cgroups().equals(cgroups)) {
      return before;
    }
    GoProcess process =
        new GoProcess(pid, startTicks, proc.exe(pid), binary, build, proc.cmdline(pid), cgroups);
    if (proc.startTicks(pid) != startTicks || !proc.binary(pid).equals(binary)) {
      throw new IOException("process " + pid + " changed while it was read");
    }
    return process;
  }

  private void logOnce(int denied) {
    if (denied > 0 && !denialLogged) {
      denialLogged = true;
      LOG.info("{} processes may not be read; it takes CAP_SYS_PTRACE, which root has", denied);
    }
  }
}
