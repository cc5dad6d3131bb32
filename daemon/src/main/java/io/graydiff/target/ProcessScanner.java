package io.graydiff.target;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the Go programs among all processes by reading /proc.
 *
 * <p>Made for nodes with ten thousand processes and a look every few seconds. {@link #scan} looks
 * at every process: one that is not a Go program costs one stat(2), a known Go program a stat and
 * two short reads, and a binary is parsed once however many processes run it. {@link #scanNew}
 * looks at those only that came since, and for the rest takes one listing. A process that ends
 * while it is read is simply not there; one that executes another binary meanwhile shows at the
 * next scan.
 *
 * <p>For one thread.
 */
public final class ProcessScanner {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessScanner.class);
  private static final ProcessLookup NOT_GO = new ProcessLookup.NotGo();
  private static final ProcessLookup DENIED = new ProcessLookup.Denied();
  private static final ProcessLookup GONE = new ProcessLookup.Gone();

  private final ProcDirectory proc;
  private final BinaryCache binaries;

  /**
   * What each process was when it was looked at last; those that have to be looked at are not
   * there.
   */
  private Map<Integer, ProcessLookup> known = new HashMap<>();

  private boolean denialLogged;

  /**
   * @param proc usually {@code /proc}
   * @param reader recognises Go executables
   */
  public ProcessScanner(Path proc, BinaryReader reader) {
    this.proc = new ProcDirectory(proc);
    this.binaries = new BinaryCache(this.proc, reader);
  }

  /** A scanner of the processes of this machine. */
  public static ProcessScanner ofMachine() {
    return new ProcessScanner(Path.of("/proc"), new GoBinaryReader());
  }

  /**
   * Looks at all processes.
   *
   * @throws IOException when /proc itself cannot be listed
   */
  public ProcessScan scan() throws IOException {
    binaries.nextGeneration();
    return scan(pid -> look(pid));
  }

  /**
   * Looks at the processes that came since the last scan, and takes the others for what they were
   * when they were looked at last. Who is told of an exec or an end calls {@link #look}.
   *
   * @throws IOException when /proc itself cannot be listed
   */
  public ProcessScan scanNew() throws IOException {
    return scan(
        pid -> {
          ProcessLookup before = known.get(pid);
          return before == null ? look(pid) : before;
        });
  }

  private ProcessScan scan(IntFunction<ProcessLookup> lookups) throws IOException {
    int[] pids = proc.pids();
    List<GoProcess> processes = new ArrayList<>();
    int denied = 0;
    for (int pid : pids) {
      ProcessLookup lookup = lookups.apply(pid);
      if (lookup instanceof ProcessLookup.Found found) {
        processes.add(found.process());
      } else if (lookup instanceof ProcessLookup.Denied) {
        denied++;
      }
    }
    known.keySet().retainAll(Arrays.stream(pids).boxed().collect(Collectors.toSet()));
    logOnce(denied);
    processes.sort(Comparator.comparingInt(GoProcess::pid));
    return new ProcessScan(processes, denied);
  }

  /** Looks at one process. */
  public ProcessLookup look(int pid) {
    if (known.get(pid) == GONE && !proc.hasExecutable(pid)) {
      // Still a kernel thread: most machines have more of them than processes.
      return GONE;
    }
    BinaryId binary;
    try {
      binary = proc.binary(pid);
    } catch (NoSuchFileException kernelThread) {
      known.put(pid, GONE);
      return GONE;
    } catch (AccessDeniedException e) {
      known.put(pid, DENIED);
      return DENIED;
    } catch (IOException ended) {
      known.remove(pid);
      return GONE;
    }
    return look(pid, binary);
  }

  private ProcessLookup look(int pid, BinaryId binary) {
    try {
      BinaryKind kind = binaries.kind(pid, binary);
      ProcessLookup lookup = NOT_GO;
      if (kind instanceof BinaryKind.Go go) {
        lookup = found(pid, binary, go.build());
      } else if (kind instanceof BinaryKind.Unusable unusable) {
        lookup = new ProcessLookup.Unusable(unusable.reason());
      }
      known.put(pid, lookup);
      return lookup;
    } catch (IOException changing) {
      known.remove(pid);
      return changing instanceof AccessDeniedException ? DENIED : GONE;
    }
  }

  /** The path of the executable of a process, as the process sees it; empty when it has none. */
  Optional<String> exe(int pid) {
    try {
      return Optional.of(proc.exe(pid));
    } catch (IOException ended) {
      return Optional.empty();
    }
  }

  private ProcessLookup found(int pid, BinaryId binary, GoBuild build) throws IOException {
    long startTicks = proc.startTicks(pid);
    List<String> cgroups = proc.cgroups(pid);
    if (known.get(pid) instanceof ProcessLookup.Found before
        && before.process().startTicks() == startTicks
        && before.process().binary().equals(binary)
        && before.process().cgroups().equals(cgroups)) {
      return before;
    }
    GoProcess process =
        new GoProcess(pid, startTicks, proc.exe(pid), binary, build, proc.cmdline(pid), cgroups);
    if (proc.startTicks(pid) != startTicks || !proc.binary(pid).equals(binary)) {
      throw new IOException("process " + pid + " changed while it was read");
    }
    return new ProcessLookup.Found(process);
  }

  private void logOnce(int denied) {
    if (denied > 0 && !denialLogged) {
      denialLogged = true;
      LOG.info("{} processes may not be read; it takes CAP_SYS_PTRACE, which root has", denied);
    }
  }
}
