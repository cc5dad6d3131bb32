package io.graydiff.app.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The running processes of a demo: both groups of the sample service and the load generator. What
 * they complain of goes to a directory that is removed at the end. For use by one thread.
 */
final class DemoGroups implements AutoCloseable {
  private static final String LONGEST_LOAD = "24h";

  private final DemoOptions options;
  private final Path complaints;
  private final Deque<DemoProcess> running = new ArrayDeque<>();
  private final List<DemoService> baseline = new ArrayList<>();
  private final List<DemoService> canary = new ArrayList<>();
  private final List<DemoProcess> load = new ArrayList<>();

  /** Starts nothing yet. */
  DemoGroups(DemoOptions options) throws DemoException {
    this.options = options;
    try {
      complaints = Files.createTempDirectory("graydiff-demo-");
    } catch (IOException e) {
      throw new DemoException("cannot make a directory for the demo: " + e.getMessage(), e);
    }
  }

  /** Starts the groups in turn, so that neither is the older one by more than a process. */
  void startServices(Path baselineBinary, Path canaryBinary) throws DemoException {
    for (int i = 0; i < options.processesPerGroup(); i++) {
      baseline.add(startService("baseline-" + i, baselineBinary, options.baselineFaults()));
      canary.add(startService("canary-" + i, canaryBinary, options.canaryFaults()));
    }
  }

  private DemoService startService(String name, Path binary, String faults) throws DemoException {
    List<String> command = new ArrayList<>(List.of(binary.toString(), "-lifeline"));
    if (!faults.isEmpty()) {
      command.add("-faults=" + faults);
    }
    if (options.tls()) {
      command.add("-tls");
    }
    return DemoService.parse(start(name, command).readLine());
  }

  /** Starts the load: one generator for all processes, or one for each group if rates differ. */
  void startLoad(Path binary) throws DemoException {
    if (options.baselineRate() == options.canaryRate()) {
      List<DemoService> all = new ArrayList<>(baseline);
      all.addAll(canary);
      load.add(startLoad("load", binary, options.baselineRate(), all));
    } else {
      load.add(startLoad("load-baseline", binary, options.baselineRate(), baseline));
      load.add(startLoad("load-canary", binary, options.canaryRate(), canary));
    }
  }

  private DemoProcess startLoad(String name, Path binary, int rate, List<DemoService> services)
      throws DemoException {
    List<String> command =
        new ArrayList<>(
            List.of(
                binary.toString(),
                "-lifeline",
                "-for=" + LONGEST_LOAD,
                "-rate=" + rate,
                "-connections=" + options.connections()));
    if (options.tls()) {
      command.add("-tls");
    }
    services.forEach(service -> command.add(service.address()));
    return start(name, command);
  }

  private DemoProcess start(String name, List<String> command) throws DemoException {
    DemoProcess process = new DemoProcess(name, command, complaints.resolve(name));
    running.push(process);
    return process;
  }

  List<DemoService> baseline() {
    return List.copyOf(baseline);
  }

  List<DemoService> canary() {
    return List.copyOf(canary);
  }

  /** The first process found that ended by itself, and why. */
  Optional<String> failure() {
    return running.stream().map(DemoProcess::failure).flatMap(Optional::stream).findFirst();
  }

  /** Ends the load and returns what it saw, one summary for each process; nothing if none runs. */
  List<LoadSummary> stopLoad() throws DemoException {
    List<LoadSummary> summaries = new ArrayList<>();
    for (DemoProcess stopping : load) {
      running.remove(stopping);
      try (stopping) {
        for (String line : stopping.finish()) {
          summaries.add(LoadSummary.parse(line));
        }
      }
    }
    load.clear();
    return summaries;
  }

  /** Ends every process, the load first, and waits until they are gone. */
  @Override
  public void close() {
    while (!running.isEmpty()) {
      running.pop().close();
    }
    removeComplaints();
  }

  private void removeComplaints() {
    try (var files = Files.list(complaints)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(complaints);
    } catch (IOException e) {
      // Left to whatever clears the directory of temporary files.
    }
  }
}
