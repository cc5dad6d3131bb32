package io.graydiff.app.config;

/**
 * The share of comparisons without a difference that may be called a regression.
 *
 * @param share above 0, below 0.5
 */
public record Alpha(double share) {
  public static final Alpha DEFAULT = new Alpha(0.01);

  private static final double MAX = 0.5;

  /**
   * Reads {@code 0.01} or {@code 1%}.
   *
   * @throws InvalidValueException when it is not a share above 0 and below 0.5
   */
  public static Alpha parse(String text) throws InvalidValueException {
    double share = Percent.parse(text).share();
    if (share <= 0 || share >= MAX) {
      throw new InvalidValueException(
          "'" + text + "' is out of range; alpha is above 0 and below 0.5, usually 0.01");
    }
    return new Alpha(share);
  }

  @Override
  public String toString() {
    return Double.toString(share);
  }
}
