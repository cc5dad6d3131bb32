package io.graydiff.profile;

import java.util.Locale;

/** For what a CPU sample was taken. */
public enum CpuClass {
  /** Code of the program, with what it calls of the runtime to copy, hash, compare. */
  USER,
  /** Marking, sweeping, assists, write barriers, scavenging. */
  GC,
  /** Finding, parking, waking and creating goroutines; timers; the network poller. */
  SCHEDULER,
  /** Heap allocation, without what the collector makes it do. */
  ALLOCATOR,
  /** Code of the runtime that nothing of the program has called, and of no other class. */
  RUNTIME,
  /** In the kernel: system calls, page faults, interrupts. */
  KERNEL,
  /** Where no function of the Go program is: C code, the vDSO. */
  UNKNOWN;

  /** The spelling in JSON and labels. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
