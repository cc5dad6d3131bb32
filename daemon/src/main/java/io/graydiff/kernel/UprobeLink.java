package io.graydiff.kernel;

import java.util.Collection;

/**
 * Uprobes that are attached until closed. Closing waits until no program runs any more; the kernel
 * also detaches them when this process dies, however it dies.
 */
public sealed interface UprobeLink extends AutoCloseable permits MultiLink, PerfLinks {
  /** BPF_PROG_TYPE_KPROBE, the type of uprobe programs. */
  int PROGRAM_TYPE_KPROBE = 2;

  /** BPF_TRACE_UPROBE_MULTI. */
  int ATTACH_UPROBE_MULTI = 48;

  /** How many sites. */
  int sites();

  /** Any thread; returns once the probes are detached, also by another thread. */
  @Override
  void close();

  /** Closes several side by side: each waits for the kernel's grace period, all for the same. */
  static void closeAll(Collection<UprobeLink> links) {
    ParallelClose.closeAll(links);
  }

  /** Closes several without waiting for it: of a file that no process executes any more. */
  static void closeBehind(Collection<UprobeLink> links) {
    ParallelClose.begin(links);
  }
}
