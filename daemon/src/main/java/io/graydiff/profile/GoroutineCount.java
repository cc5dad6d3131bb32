package io.graydiff.profile;

/**
 * The goroutines of a group that one function created and that are in one state.
 *
 * @param count at the newest census
 * @param growth against the first census of each process that is still there
 * @param blocked how many of them have waited for another goroutine for ten seconds or longer
 * @param oldestSeconds for how long at least one of them has not run
 */
public record GoroutineCount(long count, long growth, long blocked, double oldestSeconds) {
  public static final GoroutineCount NONE = new GoroutineCount(0, 0, 0, 0);

  public GoroutineCount plus(GoroutineCount other) {
    return new GoroutineCount(
        count + other.count,
        growth + other.growth,
        blocked + other.blocked,
        Math.max(oldestSeconds, other.oldestSeconds));
  }

  /** Less so many that were there at first. */
  public GoroutineCount since(long before) {
    return new GoroutineCount(count, count - before, blocked, oldestSeconds);
  }

  /**
   * Where goroutines come from and what they do.
   *
   * @param creator the function whose {@code go} statement began them
   * @param state the name of the wait reason, or {@code running}, {@code runnable}, {@code syscall}
   */
  public record Place(String creator, String state) {}
}
