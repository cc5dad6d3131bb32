package io.graydiff.simulation;

import io.graydiff.window.GroupWindow;
import io.graydiff.window.Measures;
import io.graydiff.window.ProcessWindow;
import io.graydiff.window.Window;
import java.util.List;

/** Windows of ten seconds with one process a side. */
final class Windows {
  static final long LENGTH_NANOS = 10_000_000_000L;
  static final int BASELINE_PID = 1;
  static final int CANARY_PID = 2;

  private Windows() {}

  static Window of(long sequence, Measures baseline, Measures canary) {
    return of(sequence, baseline, CANARY_PID, canary);
  }

  static Window of(long sequence, Measures baseline, int canaryPid, Measures canary) {
    long start = sequence * LENGTH_NANOS;
    return new Window(
        sequence,
        start,
        start + LENGTH_NANOS,
        group(BASELINE_PID, baseline),
        group(canaryPid, canary));
  }

  private static GroupWindow group(int pid, Measures measures) {
    return GroupWindow.of(List.of(new ProcessWindow(pid, 1, measures)));
  }
}
