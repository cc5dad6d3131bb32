package io.graydiff.app.config;

/**
 * What the measuring may cost.
 *
 * @param share of the CPU that the observed processes use; infinite for unlimited, where every
 *     probe is always on
 */
public record Budget(double share) {
  public static final Budget UNLIMITED = new Budget(Double.POSITIVE_INFINITY);
  public static final Budget DEFAULT = new Budget(0.01);

  private static final String UNLIMITED_ID = "unlimited";

  /**
   * Reads {@code 1%}, {@code 0.01} or {@code unlimited}.
   *
   * @throws InvalidValueException when it is neither unlimited nor above 0 and up to 100%
   */
  public static Budget parse(String text) throws InvalidValueException {
    if (text.equals(UNLIMITED_ID)) {
      return UNLIMITED;
    }
    double share;
    try {
      share = Percent.parse(text).share();
    } catch (InvalidValueException e) {
      throw new InvalidValueException(e.getMessage() + ", or unlimited");
    }
    if (share <= 0 || share > 1) {
      throw new InvalidValueException(
          "'" + text + "' is out of range; a budget is above 0 and at most 100%, or unlimited");
    }
    return new Budget(share);
  }

  public boolean isUnlimited() {
    return Double.isInfinite(share);
  }

  /** As users write it. */
  @Override
  public String toString() {
    return isUnlimited() ? UNLIMITED_ID : new Percent(share).toString();
  }
}
