package io.graydiff.profile;

import java.util.List;

/**
 * Reads the names on a stack, innermost first: for what the CPU was used, and which function of the
 * program asked the runtime to allocate. Names are those of Go 1.17 to 1.27.
 */
public final class StackReading {
  /** Stands for a function that has no name. */
  public static final String UNKNOWN = "[unknown]";

  private static final List<String> GC =
      List.of(
          "runtime.gc",
          "runtime.scan",
          "runtime.greyobject",
          "runtime.mark",
          "runtime.sweep",
          "runtime.bgsweep",
          "runtime.bgscavenge",
          "runtime.(*sweepLocked)",
          "runtime.(*gcWork)",
          "runtime.(*gcControllerState)",
          "runtime.(*scavenge",
          "runtime.(*pageAlloc).scavenge",
          "runtime.wbBuf",
          "runtime.(*wbBuf)",
          "runtime.(*spanQueue)",
          "runtime.(*spanInlineMarkBits)",
          "runtime.tryDeferToSpanScan");

  private static final List<String> ALLOCATOR =
      List.of(
          "runtime.mallocgc",
          "runtime.newobject",
          "runtime.newarray",
          "runtime.makeslice",
          "runtime.growslice",
          "runtime.rawbyteslice",
          "runtime.rawstring",
          "runtime.(*mcache)",
          "runtime.(*mcentral)",
          "runtime.(*mheap)");

  private static final List<String> SCHEDULER =
      List.of(
          "runtime.schedule",
          "runtime.findRunnable",
          "runtime.findrunnable",
          "runtime.park_m",
          "runtime.gopark",
          "runtime.gosched",
          "runtime.Gosched",
          "runtime.gopreempt_m",
          "runtime.goexit0",
          "runtime.gdestroy",
          "runtime.goready",
          "runtime.ready",
          "runtime.newproc",
          "runtime.execute",
          "runtime.stealWork",
          "runtime.checkTimers",
          "runtime.(*timer",
          "runtime.netpoll",
          "runtime.wakep",
          "runtime.startm",
          "runtime.stopm",
          "runtime.handoffp",
          "runtime.resetspinning",
          "runtime.injectglist",
          "runtime.sysmon",
          "runtime.retake",
          "runtime.mcall",
          "runtime.mstart",
          "runtime.entersyscall",
          "runtime.reentersyscall",
          "runtime.exitsyscall");

  private StackReading() {}

  /**
   * The class of a CPU sample: that of the innermost function which has one, else the program's own
   * if any function on the stack is.
   *
   * @param inKernel whether the CPU was in the kernel
   */
  public static CpuClass classOf(List<String> names, boolean inKernel) {
    if (inKernel) {
      return CpuClass.KERNEL;
    }
    for (String name : names) {
      if (!isRuntime(name)) {
        return CpuClass.USER;
      }
      if (matches(name, GC)) {
        return CpuClass.GC;
      }
      if (matches(name, ALLOCATOR)) {
        return CpuClass.ALLOCATOR;
      }
      if (matches(name, SCHEDULER)) {
        return CpuClass.SCHEDULER;
      }
    }
    return names.isEmpty() ? CpuClass.UNKNOWN : CpuClass.RUNTIME;
  }

  /** The innermost function that is not the runtime's; where all are, the outermost. */
  public static String callerOfRuntime(List<String> names) {
    for (String name : names) {
      if (!isRuntime(name)) {
        return name;
      }
    }
    return names.isEmpty() ? UNKNOWN : names.get(names.size() - 1);
  }

  private static boolean isRuntime(String name) {
    return name.startsWith("runtime.") || name.startsWith("internal/runtime/");
  }

  private static boolean matches(String name, List<String> prefixes) {
    for (String prefix : prefixes) {
      if (name.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }
}
