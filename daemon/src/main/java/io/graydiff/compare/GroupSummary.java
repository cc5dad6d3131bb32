package io.graydiff.compare;

import java.util.SortedMap;

/** One group's figures for one series since the comparison began, in base units. */
public sealed interface GroupSummary {

  /**
   * A distribution.
   *
   * @param count values seen
   * @param ratePerSecond values a second of wall time, over the whole group
   * @param sum of the values, seconds or bytes
   * @param quantiles value by quantile (0.5, 0.95, 0.99); empty when nothing was seen
   * @param longerThan of the quantiles that are not among these, because they lie beyond what any
   *     window of the probes has seen the end of, what they are at least
   */
  record Distribution(
      double count,
      double ratePerSecond,
      double sum,
      SortedMap<Double, Double> quantiles,
      SortedMap<Double, Double> longerThan)
      implements GroupSummary {}

  /**
   * A count.
   *
   * @param count events seen
   * @param rate events a second of wall time, over the whole group
   * @param perRequest events a request, NaN when no request was seen
   * @param perCpuSecond events a second of CPU time, NaN when none was used
   */
  record Count(double count, double rate, double perRequest, double perCpuSecond)
      implements GroupSummary {}

  /**
   * A level.
   *
   * @param last the newest sample, summed over processes
   * @param mean over all windows
   * @param slopePerHour least-squares slope; NaN before three samples
   */
  record Level(double last, double mean, double slopePerHour) implements GroupSummary {}
}
