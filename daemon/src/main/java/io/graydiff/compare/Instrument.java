package io.graydiff.compare;

import java.util.List;

/**
 * How a signal is measured in the two groups, as far as it matters to who reads its figures.
 * Immutable.
 *
 * @param resolution differences below it are hidden by the probes' own cost
 * @param notes such as that the groups are probed in different ways
 * @param absent whether no process of any group can be measured; the notes say why
 */
public record Instrument(Resolution resolution, List<String> notes, boolean absent) {
  /** Measured alike, and every difference counts. */
  public static final Instrument EXACT = new Instrument(Resolution.EXACT, List.of(), false);

  public Instrument {
    notes = List.copyOf(notes);
  }
}
