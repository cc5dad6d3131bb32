package io.graydiff.compare;

import java.util.Optional;

/**
 * One statistic, judged.
 *
 * @param change what is published
 * @param open whether the data may yet decide it
 * @param bars whether a pass over all signals must wait for it
 * @param note what the reader must know
 * @param logEvidence log of the e-value against "nothing changed"
 */
record Judgement(
    Change change, boolean open, boolean bars, Optional<String> note, double logEvidence) {
  static final String NOT_MUCH_WORSE = "not much worse";

  static Judgement decided(Change change, double logEvidence) {
    return new Judgement(change, false, false, Optional.empty(), logEvidence);
  }

  /** Undecided so far, of a signal that may not decide at all. */
  static Judgement open(Change change, boolean bars, double logEvidence) {
    return new Judgement(change, true, bars, Optional.empty(), logEvidence);
  }

  /**
   * Undecided so far. Of a signal that decides, a pass waits until it is known not to be much
   * worse; of another, only while it looks like a regression.
   *
   * @param bounds of the change
   * @param alone what would be said of it if no other signal were looked at
   */
  static Judgement undecided(
      Change change, Bounds bounds, Verdict alone, Yardstick yardstick, double logEvidence) {
    if (!yardstick.settings().decides()) {
      return open(change, alone == Verdict.REGRESSION, logEvidence);
    }
    return yardstick.isWithinMargin(bounds)
        ? closed(change, NOT_MUCH_WORSE, logEvidence)
        : open(change, true, logEvidence);
  }

  /** The groups differ, but so do processes of one group: the version may not be the cause. */
  static Judgement contradicted(Change change, Yardstick yardstick, double logEvidence) {
    return new Judgement(
        change,
        true,
        yardstick.settings().decides(),
        Optional.of(PairedJudge.PROCESSES_DIFFER),
        logEvidence);
  }

  /** Undecided, and not worth waiting for. */
  static Judgement closed(Change change, String note, double logEvidence) {
    return new Judgement(change, false, false, Optional.of(note), logEvidence);
  }

  boolean isNoted(String remark) {
    return note.filter(remark::equals).isPresent();
  }
}
