package io.graydiff.window;

import io.graydiff.signal.Signal;

/**
 * One measured series of a signal: over all label values, or for one value of its label.
 *
 * @param signal what is measured
 * @param labelValue the value of {@link Signal#label()}, or the empty string for the whole
 */
public record Series(Signal signal, String labelValue) {
  /** The series over all label values. */
  public static Series whole(Signal signal) {
    return new Series(signal, "");
  }

  public boolean isWhole() {
    return labelValue.isEmpty();
  }
}
