package io.graydiff.simulation;

import io.graydiff.histogram.Histogram;
import io.graydiff.signal.Signal;
import io.graydiff.window.Exposure;
import io.graydiff.window.Measures;
import io.graydiff.window.Series;
import io.graydiff.window.Window;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;

/** Two groups that serve requests: how many, how fast, and how their speed drifts. */
final class Groups {
  private static final double SHARED_MEMORY = 0.95;
  private static final double SHARED_DEVIATION = 0.3;

  private int baselineSize = 500;
  private int canarySize = 500;
  private double ownMemory;
  private double ownDeviation;
  private double sharedDeviation;
  private double canaryFactor = 1;
  private double slowShare;
  private double slowFactor = 1;

  Groups sizes(int baseline, int canary) {
    baselineSize = baseline;
    canarySize = canary;
    return this;
  }

  /** Each group drifts for itself. */
  Groups ownDrift(double memory, double deviation) {
    ownMemory = memory;
    ownDeviation = deviation;
    return this;
  }

  /** Both groups drift together, as with the load. */
  Groups sharedDrift() {
    sharedDeviation = SHARED_DEVIATION;
    return this;
  }

  Groups canaryFactor(double factor) {
    canaryFactor = factor;
    return this;
  }

  /** This share of the canary's requests takes so many times as long. */
  Groups slow(double share, double factor) {
    slowShare = share;
    slowFactor = factor;
    return this;
  }

  LongFunction<Window> windows(RandomGenerator random) {
    Autoregressive shared = new Autoregressive(random, SHARED_MEMORY, sharedDeviation);
    Autoregressive baseline = new Autoregressive(random, ownMemory, ownDeviation);
    Autoregressive canary = new Autoregressive(random, ownMemory, ownDeviation);
    return sequence -> {
      double load = shared.next();
      Histogram b = Draw.latencies(random, baselineSize, load + baseline.next(), 0, 1);
      double shift = load + canary.next() + Math.log(canaryFactor);
      Histogram c = Draw.latencies(random, canarySize, shift, slowShare, slowFactor);
      return Windows.of(sequence, measures(b), measures(c));
    };
  }

  private static Measures measures(Histogram latencies) {
    return new Measures(
        Map.of(Series.whole(Signal.HTTP_REQUEST_LATENCY), latencies),
        Map.of(),
        Map.of(),
        Map.of(),
        new Exposure(latencies.count(), 0, 10));
  }
}
