package io.graydiff.compare;

import io.graydiff.signal.Signal;
import io.graydiff.window.Exposure;
import io.graydiff.window.Measures;
import io.graydiff.window.Series;
import io.graydiff.window.Window;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * Events against each kind of exposure; the best one that was there throughout is judged.
 * Immutable.
 *
 * @param perRequest against requests
 * @param perCpuSecond against CPU time
 * @param perProcessSecond against wall time times processes
 * @param processes each by itself; of whole series only
 */
record RateTally(
    EventTally perRequest,
    EventTally perCpuSecond,
    EventTally perProcessSecond,
    ProcessRates processes) {
  static final RateTally EMPTY =
      new RateTally(EventTally.EMPTY, EventTally.EMPTY, EventTally.EMPTY, ProcessRates.EMPTY);

  /** An exposure counts as known when it was there in this share of the windows. */
  private static final double COVERAGE = 0.9;

  /**
   * The state after one window; one in which a group was not observed changes nothing.
   *
   * @param events of a group or process; empty where they were not observed
   */
  RateTally plus(Series series, Window window, Function<Measures, OptionalDouble> events) {
    Signal signal = series.signal();
    Measures b = window.baseline().total();
    Measures c = window.canary().total();
    OptionalDouble baseline = events.apply(b);
    OptionalDouble canary = events.apply(c);
    if (baseline.isEmpty() || canary.isEmpty()) {
      return this;
    }
    double nb = baseline.getAsDouble();
    double nc = canary.getAsDouble();
    Exposure eb = b.exposure(signal);
    Exposure ec = c.exposure(signal);
    return new RateTally(
        perRequest.plus(nb, nc, eb.requests(), ec.requests()),
        perCpuSecond.plus(nb, nc, eb.cpuSeconds(), ec.cpuSeconds()),
        perProcessSecond.plus(nb, nc, eb.processSeconds(), ec.processSeconds()),
        series.isWhole()
            ? processes.plus(window.baseline(), window.canary(), events, m -> m.exposure(signal))
            : processes);
  }

  /** Requests where they are known, else CPU time, else wall time times processes. */
  EventTally best() {
    return perRequestIsKnown()
        ? perRequest
        : perCpuSecondIsKnown() ? perCpuSecond : perProcessSecond;
  }

  /** The interval over processes, by the same exposure as the {@link #best}. */
  Optional<Bounds> welch(double alpha) {
    if (perRequestIsKnown()) {
      return processes.perRequest(alpha);
    }
    return processes.per(
        alpha, perCpuSecondIsKnown() ? Exposure::cpuSeconds : Exposure::processSeconds);
  }

  private boolean perRequestIsKnown() {
    return covers(perRequest);
  }

  private boolean perCpuSecondIsKnown() {
    return covers(perCpuSecond);
  }

  private boolean covers(EventTally tally) {
    return tally.windows() > 0 && tally.windows() >= COVERAGE * perProcessSecond.windows();
  }
}
