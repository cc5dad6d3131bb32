package io.graydiff.window;

/**
 * What one process did in one window.
 *
 * @param pid process id, unique together with {@code startTicks}
 * @param startTicks start time of the process in clock ticks since boot, from /proc/PID/stat
 * @param measures what was measured
 */
public record ProcessWindow(int pid, long startTicks, Measures measures) {}
