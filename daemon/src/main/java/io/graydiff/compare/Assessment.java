package io.graydiff.compare;

import java.util.List;
import java.util.Optional;

/**
 * What the engine says of all windows so far. Immutable.
 *
 * @param windows accepted so far
 * @param signals every series that was observed, in the order of {@link io.graydiff.signal.Signal},
 *     the whole before its labels
 * @param verdict over all signals
 * @param changes what has changed at all, for the worse or not
 * @param outlook when an open verdict will be decided; empty when nothing is open, and while a
 *     signal has no interval yet
 */
public record Assessment(
    long windows,
    List<SignalResult> signals,
    Verdict verdict,
    Changes changes,
    Optional<Outlook> outlook) {
  /** Before the first window. */
  public static final Assessment NONE =
      new Assessment(0, List.of(), Verdict.INCONCLUSIVE, Changes.NONE, Optional.empty());

  public Assessment {
    signals = List.copyOf(signals);
  }
}
