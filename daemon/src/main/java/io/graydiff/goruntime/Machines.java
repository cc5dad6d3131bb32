package io.graydiff.goruntime;

import java.util.ArrayList;
import java.util.List;

/** The runtime's threads ({@code runtime.m}), a list linked by {@code alllink}, newest first. */
final class Machines {
  private static final String STRUCTURE = "runtime.m";
  private static final int MOST = 1 << 16;

  private final RemoteMemory memory;
  private final GoLayout layout;

  Machines(RemoteMemory memory, GoLayout layout) {
    this.memory = memory;
    this.layout = layout;
  }

  /** The addresses of all threads, of which there is at least one. */
  List<Long> addresses(long first) throws TargetMemoryException {
    int link = layout.offset(STRUCTURE, "alllink").orElseThrow();
    List<Long> all = new ArrayList<>();
    for (long m = first; m != 0 || all.isEmpty(); m = memory.read(m + link, 8).getLong()) {
      if (all.size() == MOST) {
        throw new TargetMemoryException("process " + memory.pid() + ": the thread list has no end");
      }
      all.add(m);
    }
    return all;
  }

  /**
   * Nanoseconds that threads waited for locks of the runtime; 0 before Go 1.22, which has no such.
   */
  long lockWaitNanos(long first) throws TargetMemoryException {
    long sum = 0;
    if (layout.offset(STRUCTURE, "mLockProfile.waitTime").isPresent()) {
      int at = layout.offset(STRUCTURE, "mLockProfile.waitTime").getAsInt();
      for (long m : addresses(first)) {
        sum += memory.read(m + at, Long.BYTES).getLong();
      }
    }
    return sum;
  }
}
