package io.graydiff.target;

import io.graydiff.signal.Signal;
import java.util.Map;

/**
 * What a process uses of its machine at one moment.
 *
 * @param cpuSeconds CPU time since the process began, of all its threads, ended ones too
 * @param residentBytes resident memory, as the kernel keeps it for /proc/PID/stat: it may be off by
 *     some dozen pages a thread
 * @param threads threads of the operating system
 * @param fds open file descriptors
 * @param faults page faults since the process began
 * @param switches context switches since it was first read
 */
public record ProcessUsage(
    double cpuSeconds, long residentBytes, int threads, int fds, Faults faults, Switches switches) {

  /**
   * Pages that were not there when they were touched.
   *
   * @param minor mapped from memory
   * @param major read from a disk
   */
  public record Faults(long minor, long major) {}

  /**
   * How often threads left their CPU.
   *
   * @param voluntary to wait
   * @param involuntary because others wanted to run
   */
  public record Switches(long voluntary, long involuntary) {}

  /** The signals of kind LEVEL that come from here. */
  public Map<Signal, Double> levels() {
    return Map.of(
        Signal.PROCESS_RESIDENT_BYTES, (double) residentBytes,
        Signal.PROCESS_THREADS, (double) threads,
        Signal.PROCESS_FDS, (double) fds);
  }

  /** The signals of kind COUNT that come from here: what was used since an earlier moment. */
  public Map<Signal, Double> countsSince(ProcessUsage earlier) {
    return Map.of(
        Signal.PROCESS_CPU_SECONDS,
        Math.max(0, cpuSeconds - earlier.cpuSeconds),
        Signal.PROCESS_FAULTS_MINOR,
        (double) (faults.minor - earlier.faults.minor),
        Signal.PROCESS_FAULTS_MAJOR,
        (double) (faults.major - earlier.faults.major),
        Signal.PROCESS_SWITCHES_VOLUNTARY,
        (double) (switches.voluntary - earlier.switches.voluntary),
        Signal.PROCESS_SWITCHES_INVOLUNTARY,
        (double) (switches.involuntary - earlier.switches.involuntary));
  }
}
