package io.graydiff.signal;

/** How a signal is measured and therefore how its two groups are compared. */
public enum Kind {
  /** A value per event, kept as a histogram: quantiles, mean and rate are compared. */
  DISTRIBUTION,
  /** A number of events: rates per request, per CPU-second or per second are compared. */
  COUNT,
  /** A quantity that is sampled once a window: level and slope are compared. */
  LEVEL
}
