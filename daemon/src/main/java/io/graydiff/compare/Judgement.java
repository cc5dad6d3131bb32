package io.graydiff.compare;

import java.util.Optional;

/**
 * One statistic, judged.
 *
 * @param change what is published
 * @param open whether the data may yet decide it, so that a pass must wait
 * @param note what the reader must know
 * @param logEvidence log of the e-value against "nothing changed"
 */
record Judgement(Change change, boolean open, Optional<String> note, double logEvidence) {

  static Judgement decided(Change change, double logEvidence) {
    return new Judgement(change, false, Optional.empty(), logEvidence);
  }

  static Judgement open(Change change, double logEvidence) {
    return new Judgement(change, true, Optional.empty(), logEvidence);
  }

  /** Undecided, and not worth waiting for. */
  static Judgement closed(Change change, String note, double logEvidence) {
    return new Judgement(change, false, Optional.of(note), logEvidence);
  }
}
