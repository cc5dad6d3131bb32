package io.graydiff.window;

/**
 * What one process did in one window. In a fleet, where the processes of a node cannot be told
 * apart, what those of one node did together; the node is then the unit that is compared.
 *
 * @param pid process id, unique together with {@code startTicks}
 * @param startTicks start time of the process in clock ticks since boot, from /proc/PID/stat
 * @param processes how many processes it stands for, at least 1
 * @param measures what was measured: their sum, but levels are the mean of the processes
 */
public record ProcessWindow(int pid, long startTicks, int processes, Measures measures) {
  public ProcessWindow {
    if (processes < 1) {
      throw new IllegalArgumentException("a window of " + processes + " processes");
    }
  }

  /** One process. */
  public ProcessWindow(int pid, long startTicks, Measures measures) {
    this(pid, startTicks, 1, measures);
  }

  /** All its processes together, levels summed. */
  Measures total() {
    return processes == 1 ? measures : measures.withLevelsTimes(processes);
  }
}
