package io.graydiff.goruntime;

import java.util.List;
import java.util.OptionalInt;

/**
 * The variables of Go's runtime that the read tier reads, and which functions refer to which of
 * their fields. Every listed reference is in the default builds of Go 1.19 and 1.21 to 1.27 for
 * amd64 and arm64 whose version has the field; of 1.17, 1.18 and 1.20 single programs were looked
 * at. A function that the linker dropped or the compiler inlined away is left out of the search.
 */
enum RuntimeVariable {
  SCHED(
      "runtime.sched",
      "runtime.schedt",
      uses("runtime.handoffp", "gcwaiting", "lastpoll", "lock", "nmspinning", "npidle", "stopwait"),
      uses("runtime.checkdead", "lock", "mnext", "nmfreed", "nmidle", "nmspinning"),
      uses("runtime.sysmon", "gcwaiting", "lastpoll", "lock", "npidle", "sysmonwait"),
      uses("runtime.findRunnable", "gcwaiting", "lastpoll", "lock", "nmspinning", "npidle"),
      uses("runtime.injectglist", "lock", "npidle", "runq", "runqsize"),
      uses("runtime.gcstopm", "gcwaiting", "lock", "nmspinning", "stopwait"),
      uses("runtime.goschedImpl", "lock", "runq", "runqsize"),
      uses("runtime.procresize", "nmidle", "procresizetime", "totaltime"),
      uses("runtime.newproc1", "goidgen", "ngsys"),
      uses("runtime.casgstatus", "timeToRun", "totalMutexWaitTime"),
      uses("runtime.startTheWorldWithSema", "gcwaiting", "lock", "stwTotalTimeGC", "sysmonwait"),
      uses("runtime.stopTheWorldWithSema", "gcwaiting", "lock", "stopwait", "stwStoppingTimeGC")),
  WORK(
      "runtime.work",
      "runtime.workType",
      uses(
          "runtime.gcMarkTermination",
          "heap0",
          "heap1",
          "heap2",
          "maxprocs",
          "pauseNS",
          "stwprocs"),
      uses("runtime.gcMarkTermination", "tEnd", "tMark", "tMarkTerm", "tSweepTerm", "userForced"),
      uses("runtime.gcStart", "cycles", "maxprocs", "mode", "nproc", "nwait", "pauseNS"),
      uses("runtime.gcMarkDone", "full", "nproc", "nwait", "tMarkTerm"),
      uses("runtime.gcMarkTermination.func2", "heap2", "mode"),
      uses("runtime.gcResetMarkState", "initialHeapLive"),
      uses("runtime.gcTrigger.test", "cycles"),
      uses("runtime.getempty", "empty"),
      uses("runtime.gcDrain", "full"),
      uses("runtime.gcMark", "full", "tstart"),
      uses("runtime.prepareFreeWorkbufs", "empty", "full")),
  GC_CONTROLLER(
      "runtime.gcController",
      "runtime.gcControllerState",
      uses("runtime.gcMarkTermination", "assistTime", "dedicatedMarkTime", "fractionalMarkTime"),
      uses("runtime.gcMarkTermination", "globalsScan", "heapInUse", "heapLive", "idleMarkTime"),
      uses("runtime.(*mheap).allocSpan", "heapFree", "heapInUse", "heapReleased", "mappedReady"),
      uses("runtime.(*mheap).allocSpan", "memoryLimit"),
      uses("runtime.(*mheap).grow", "heapFree", "heapInUse", "heapReleased"),
      uses("runtime.(*mcache).refill", "gcPercent", "totalAlloc"),
      uses("runtime.(*mcache).allocLarge", "gcPercent", "totalAlloc"),
      uses("runtime.(*mcache).releaseAll", "gcPercent", "totalAlloc"),
      uses("runtime.gcControllerCommit", "gcPercent", "lastHeapGoal", "memoryLimit"),
      uses("runtime.gcAssistAlloc", "assistBytesPerWork", "assistWorkPerByte", "bgScanCredit"),
      uses("runtime.gcFlushBgCredit", "assistBytesPerWork", "assistWorkPerByte", "bgScanCredit"),
      uses("runtime.gcTrigger.test", "gcPercent", "heapLive"),
      uses("runtime.(*sweepLocked).sweep", "totalFree"),
      uses("runtime.pollFractionalWorkerExit", "fractionalUtilizationGoal", "markStartTime")),
  MEMSTATS(
      "runtime.memstats",
      "runtime.mstats",
      uses("runtime.gcMarkTermination", "gc_cpu_fraction", "lastHeapInUse", "last_gc_nanotime"),
      uses("runtime.gcMarkTermination", "last_gc_unix", "numforcedgc", "numgc", "pause_end"),
      uses("runtime.gcMarkTermination", "pause_ns", "pause_total_ns"),
      uses("runtime.(*mheap).init", "gcMiscSys", "mcache_sys", "mspan_sys", "other_sys"),
      uses("runtime.gcTrigger.test", "enablegc", "last_gc_nanotime"),
      uses("runtime.(*mcache).refill", "heapStats.stats"),
      uses("runtime.(*mcache).allocLarge", "heapStats.stats"),
      uses("runtime.(*mheap).allocSpan", "heapStats.stats"),
      uses("runtime.newBucket", "buckhash_sys"),
      uses("runtime.persistentalloc1", "other_sys")),
  ALLP(
      "runtime.allp",
      GoSlice.STRUCTURE,
      uses("runtime.procresize", GoSlice.ARRAY, GoSlice.LENGTH, GoSlice.CAPACITY),
      uses("runtime.preemptall", GoSlice.ARRAY, GoSlice.LENGTH),
      uses("runtime.gcMark", GoSlice.ARRAY, GoSlice.LENGTH),
      uses("runtime.checkdead", GoSlice.ARRAY, GoSlice.LENGTH),
      uses("runtime.stealWork", GoSlice.ARRAY, GoSlice.LENGTH),
      uses("runtime.retake", GoSlice.ARRAY, GoSlice.LENGTH)),
  ALLGS(
      "runtime.allgs",
      GoSlice.STRUCTURE,
      uses("runtime.allgadd", GoSlice.ARRAY, GoSlice.LENGTH, GoSlice.CAPACITY),
      uses("runtime.forEachG", GoSlice.ARRAY, GoSlice.LENGTH)),
  ALLM(
      "runtime.allm",
      "*runtime.m",
      uses("runtime.mcommoninit", "first"),
      uses("runtime.mexit", "first"),
      uses("runtime.schedtrace", "first"));

  /**
   * What one function refers to.
   *
   * @param function by its name in the pc-line table
   * @param fields of the variable, by their names in {@link GoLayout}
   */
  record Use(String function, List<String> fields) {}

  private final String symbol;
  private final String structure;
  private final List<Use> uses;

  RuntimeVariable(String symbol, String structure, Use... uses) {
    this.symbol = symbol;
    this.structure = structure;
    this.uses = List.of(uses);
  }

  private static Use uses(String function, String... fields) {
    return new Use(function, List.of(fields));
  }

  /** The name in the symbol table. */
  String symbol() {
    return symbol;
  }

  /** The name of its structure in {@link GoLayout}. */
  String structure() {
    return structure;
  }

  /** Its size in a version, 0 when the version does not have it. */
  int bytes(GoLayout layout) {
    return switch (this) {
      case ALLP, ALLGS -> GoSlice.BYTES;
      case ALLM -> Long.BYTES;
      default -> layout.sizeOf(structure).orElse(0);
    };
  }

  /** Where in it a field stands, empty when the version does not have that field. */
  OptionalInt offset(GoLayout layout, String field) {
    return switch (this) {
      case ALLP, ALLGS -> OptionalInt.of(GoSlice.offset(field));
      case ALLM -> OptionalInt.of(0);
      default -> layout.offset(structure, field);
    };
  }

  /** Which functions refer to which fields. */
  List<Use> uses() {
    return uses;
  }
}
