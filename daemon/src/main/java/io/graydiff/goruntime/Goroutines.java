package io.graydiff.goruntime;

import java.util.List;
import java.util.Set;

/**
 * The goroutines of one process at one moment, those of the runtime itself included. Immutable.
 *
 * @param groups those that are alike, each group with its number
 * @param stride one in so many was looked at; 1: all
 * @param nanos how long the census took
 */
public record Goroutines(List<Group> groups, int stride, long nanos) {
  /** Functions of the runtime whose goroutines run code of the program. */
  private static final Set<String> FOR_THE_PROGRAM =
      Set.of("runtime.main", "runtime.corostart", "runtime.handleAsyncEvent");

  public Goroutines {
    groups = List.copyOf(groups);
  }

  /**
   * Whether a goroutine that began with this function is the runtime's own: as {@code
   * isSystemGoroutine} in runtime/traceback.go, by which {@code runtime.NumGoroutine} leaves them
   * out (the one that runs finalizers counts as the runtime's here, also while it runs one).
   */
  public static boolean isRuntimesOwn(String startFunction) {
    return startFunction.startsWith("runtime.") && !FOR_THE_PROGRAM.contains(startFunction);
  }

  /**
   * Goroutines of one origin in one state.
   *
   * @param creator return address in the function whose {@code go} statement began them; 0 for the
   *     main one
   * @param start address of the function that they began with
   * @param state the name of the wait reason, or {@code running}, {@code runnable}, {@code syscall}
   * @param count how many; an estimate where not all were looked at
   * @param blocked how many of them have been waiting for long for another goroutine; an estimate
   *     likewise
   * @param stuck how many of those have been so only since the last census; an estimate likewise
   * @param oldestNanos for how long at least one of them has not run, as far as was watched
   */
  public record Group(
      long creator,
      long start,
      String state,
      long count,
      long blocked,
      long stuck,
      long oldestNanos) {}
}
