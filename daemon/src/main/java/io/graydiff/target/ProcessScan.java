package io.graydiff.target;

import java.util.List;

/**
 * One look at all processes.
 *
 * @param processes the Go programs, by pid
 * @param denied processes that this agent may not read
 */
public record ProcessScan(List<GoProcess> processes, int denied) {
  public ProcessScan {
    processes = List.copyOf(processes);
  }
}
