package io.graydiff.compare;

/** What the data say of a canary against its baseline. */
public enum Verdict {
  /** Shown not to be worse by more than the tolerance. */
  PASS,
  /** Shown to be better by more than the tolerance; counts as a pass. */
  IMPROVEMENT,
  /** The data do not decide yet. */
  INCONCLUSIVE,
  /** Shown to be worse by more than the tolerance. */
  REGRESSION;

  /** The spelling in JSON, tables and labels. */
  public String id() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /**
   * The value of {@code graydiff_verdict}: 1 pass or improvement, 0 inconclusive, -1 regression.
   */
  public int gauge() {
    return switch (this) {
      case PASS, IMPROVEMENT -> 1;
      case INCONCLUSIVE -> 0;
      case REGRESSION -> -1;
    };
  }
}
