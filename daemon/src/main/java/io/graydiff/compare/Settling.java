package io.graydiff.compare;

import io.graydiff.window.GroupWindow;
import io.graydiff.window.ProcessWindow;
import io.graydiff.window.Window;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps processes that have just started out of the comparison until they have settled: cold caches
 * and start-up work in one group are no difference between versions. Whoever is there in the first
 * window counts at once. Immutable.
 *
 * @param baseline windows since each process of the baseline appeared
 * @param canary the same
 * @param started whether there was a window
 * @param processes that the last window stood for, in both groups
 */
record Settling(
    Map<String, Integer> baseline, Map<String, Integer> canary, boolean started, int processes) {
  static final Settling EMPTY = new Settling(Map.of(), Map.of(), false, 0);

  /** Windows for which a new process is left out. */
  static final int WINDOWS = 3;

  Settling {
    baseline = Map.copyOf(baseline);
    canary = Map.copyOf(canary);
  }

  /** What identifies a process, though its pid be used again. */
  static String key(ProcessWindow process) {
    return process.pid() + ":" + process.startTicks();
  }

  /** Takes one window. */
  Step step(Window window) {
    Map<String, Integer> nextBaseline = aged(baseline, window.baseline());
    Map<String, Integer> nextCanary = aged(canary, window.canary());
    int nextProcesses = processes(window.baseline()) + processes(window.canary());
    boolean changed =
        started
            && !(processes == nextProcesses
                && baseline.keySet().equals(nextBaseline.keySet())
                && canary.keySet().equals(nextCanary.keySet()));
    Window settled =
        new Window(
            window.sequence(),
            window.startNanos(),
            window.endNanos(),
            settled(window.baseline(), nextBaseline),
            settled(window.canary(), nextCanary));
    return new Step(new Settling(nextBaseline, nextCanary, true, nextProcesses), settled, changed);
  }

  private static int processes(GroupWindow group) {
    return group.processes().stream().mapToInt(ProcessWindow::processes).sum();
  }

  private Map<String, Integer> aged(Map<String, Integer> ages, GroupWindow group) {
    Map<String, Integer> next = new HashMap<>();
    for (ProcessWindow process : group.processes()) {
      String key = key(process);
      int age = ages.getOrDefault(key, started ? 0 : WINDOWS);
      next.put(key, Math.min(age + 1, WINDOWS + 1));
    }
    return next;
  }

  private static GroupWindow settled(GroupWindow group, Map<String, Integer> ages) {
    List<ProcessWindow> old =
        group.processes().stream()
            .filter(process -> ages.getOrDefault(key(process), 0) > WINDOWS)
            .toList();
    return old.size() == group.processes().size() ? group : GroupWindow.of(old);
  }

  /**
   * The outcome of a window.
   *
   * @param next the state after it
   * @param window the window without processes that have not settled
   * @param changed whether a process came or went in either group
   */
  record Step(Settling next, Window window, boolean changed) {}
}
