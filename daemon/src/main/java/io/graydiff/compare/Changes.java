package io.graydiff.compare;

import io.graydiff.window.Series;
import java.util.List;

/**
 * What has changed at all, in either direction and by however little: an answer to "is the canary
 * different", not to "is it worse".
 *
 * @param any whether anything has, at level alpha over all looks
 * @param logEvidence natural log of the e-value for that
 * @param series the signals that have, the strongest evidence first; of such lists a share of at
 *     most alpha is wrong in the mean
 */
public record Changes(boolean any, double logEvidence, List<Series> series) {
  /** Nothing is known to have changed. */
  public static final Changes NONE = new Changes(false, 0, List.of());

  public Changes {
    series = List.copyOf(series);
  }
}
