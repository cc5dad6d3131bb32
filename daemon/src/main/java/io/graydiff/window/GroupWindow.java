package io.graydiff.window;

import java.util.List;

/**
 * What one group did in one window.
 *
 * @param total all processes together
 * @param processes each process or node that was observed, be it for a part of the window
 */
public record GroupWindow(Measures total, List<ProcessWindow> processes) {
  public GroupWindow {
    processes = List.copyOf(processes);
  }

  /** The group of these processes. */
  public static GroupWindow of(List<ProcessWindow> processes) {
    Measures total =
        processes.stream().map(ProcessWindow::total).reduce(Measures.NONE, Measures::plus);
    return new GroupWindow(total, processes);
  }
}
