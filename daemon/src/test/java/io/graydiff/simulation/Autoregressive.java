package io.graydiff.simulation;

import java.util.random.RandomGenerator;

/** A stationary first-order autoregressive series: how load drifts. */
final class Autoregressive {
  private final RandomGenerator random;
  private final double memory;
  private final double innovation;
  private double value;

  /**
   * @param memory lag-1 autocorrelation, 0 for independent values
   * @param deviation standard deviation of one value
   */
  Autoregressive(RandomGenerator random, double memory, double deviation) {
    this.random = random;
    this.memory = memory;
    this.innovation = deviation * Math.sqrt(1 - memory * memory);
    this.value = deviation * random.nextGaussian();
  }

  double next() {
    double now = value;
    value = memory * value + innovation * random.nextGaussian();
    return now;
  }
}
