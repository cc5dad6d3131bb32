package io.graydiff.fleet;

import io.graydiff.histogram.Histogram;
import io.graydiff.signal.Signal;
import io.graydiff.window.Exposure;
import io.graydiff.window.Measures;
import io.graydiff.window.Series;
import java.util.Map;
import java.util.Random;

/** What a process does in a window, drawn with a seed: requests of lognormal latency. */
public final class Load {
  /** What all of its goroutines wait for, as long as requests take. */
  public static final String REASON = "select";

  private static final double SIGMA = 0.5;

  private final Random random;

  public Load(long seed) {
    this.random = new Random(seed);
  }

  /** One process that serves so many requests, with this median latency in nanoseconds. */
  public Measures window(int requests, double medianNanos, double seconds) {
    long[] values = new long[requests];
    for (int i = 0; i < requests; i++) {
      values[i] = Math.round(medianNanos * Math.exp(SIGMA * random.nextGaussian()));
    }
    Histogram latencies = Histogram.ofValues(values);
    return new Measures(
        Map.of(
            Series.whole(Signal.HTTP_REQUEST_LATENCY),
            latencies,
            Series.whole(Signal.PARK_LATENCY),
            latencies,
            new Series(Signal.PARK_LATENCY, REASON),
            latencies),
        Map.of(),
        Map.of(Signal.GOROUTINE_CREATED, 3.0 * requests),
        Map.of(Signal.PROCESS_RESIDENT_BYTES, 40e6 + 1e6 * random.nextGaussian()),
        new Exposure(requests, requests * 1e-4, seconds));
  }
}
