package io.graydiff.compare;

import io.graydiff.window.Exposure;

/**
 * Events against each kind of exposure; the best one that was there throughout is judged.
 * Immutable.
 *
 * @param perRequest against requests
 * @param perCpuSecond against CPU time
 * @param perProcessSecond against wall time times processes
 */
record RateTally(EventTally perRequest, EventTally perCpuSecond, EventTally perProcessSecond) {
  static final RateTally EMPTY =
      new RateTally(EventTally.EMPTY, EventTally.EMPTY, EventTally.EMPTY);

  /** An exposure counts as known when it was there in this share of the windows. */
  private static final double COVERAGE = 0.9;

  /** The state after one window. */
  RateTally plus(double baseline, double canary, Exposure b, Exposure c) {
    return new RateTally(
        perRequest.plus(baseline, canary, b.requests(), c.requests()),
        perCpuSecond.plus(baseline, canary, b.cpuSeconds(), c.cpuSeconds()),
        perProcessSecond.plus(baseline, canary, b.processSeconds(), c.processSeconds()));
  }

  /** Requests where they are known, else CPU time, else wall time times processes. */
  EventTally best() {
    long windows = perProcessSecond.windows();
    if (covers(perRequest, windows)) {
      return perRequest;
    }
    return covers(perCpuSecond, windows) ? perCpuSecond : perProcessSecond;
  }

  private static boolean covers(EventTally tally, long windows) {
    return tally.windows() > 0 && tally.windows() >= COVERAGE * windows;
  }
}
