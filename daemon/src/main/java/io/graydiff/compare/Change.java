package io.graydiff.compare;

/**
 * How one statistic of one series differs between the groups.
 *
 * @param statistic {@code p50}, {@code p95}, {@code p99}, {@code mean}, {@code rate}, {@code
 *     level}, {@code slope}
 * @param ratio canary over baseline, all windows together; NaN when it cannot be formed
 * @param low lower end of the interval, 0 when unbounded, NaN before there is one
 * @param high upper end of the interval, +infinity when unbounded, NaN before there is one
 * @param tolerance the share of change that is not called a regression, such as 0.03
 * @param verdict of this statistic alone
 */
public record Change(
    String statistic, double ratio, double low, double high, double tolerance, Verdict verdict) {}
