package io.graydiff.collect;

/**
 * What two probes themselves add to the span between them, on this machine.
 *
 * @param nanos the median over empty spans
 * @param spreadNanos between the twentieth part of them that is shortest and the one that is
 *     longest: a difference below that cannot be told from the probes' own
 */
public record SpanFloor(double nanos, double spreadNanos) {
  /** Not known, or too small to matter. */
  public static final SpanFloor NONE = new SpanFloor(0, 0);
}
