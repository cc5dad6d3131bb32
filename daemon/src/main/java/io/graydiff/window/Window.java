package io.graydiff.window;

/**
 * The same stretch of time in both groups.
 *
 * @param sequence 0, 1, 2, ... within one comparison
 * @param startNanos monotonic clock
 * @param endNanos monotonic clock
 */
public record Window(
    long sequence, long startNanos, long endNanos, GroupWindow baseline, GroupWindow canary) {

  public double seconds() {
    return (endNanos - startNanos) / 1e9;
  }
}
