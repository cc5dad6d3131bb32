package io.graydiff.profile;

/**
 * Allocations that were sampled.
 *
 * @param samples how many
 * @param bytes the bytes that they stand for
 * @param squares the sum of the squares of what each stands for, which the variance takes
 */
public record SampledBytes(long samples, double bytes, double squares) {
  public static final SampledBytes NONE = new SampledBytes(0, 0, 0);

  /** With so many more, of the same weight each. */
  public SampledBytes plus(long count, double weightEach) {
    return new SampledBytes(
        samples + count, bytes + count * weightEach, squares + count * weightEach * weightEach);
  }

  public SampledBytes plus(SampledBytes other) {
    return new SampledBytes(samples + other.samples, bytes + other.bytes, squares + other.squares);
  }

  /**
   * How many samples of equal weight would tell shares as well as these do; 0 when there are none.
   */
  public double effectiveSamples() {
    return squares > 0 ? bytes * bytes / squares : 0;
  }
}
