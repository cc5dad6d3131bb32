package io.graydiff.target;

import java.util.Locale;

/** The part that a group of processes plays in a comparison. */
public enum GroupRole {
  /** What the canary is measured against. */
  BASELINE,
  /** What is judged. */
  CANARY;

  /** The spelling in JSON, options and labels. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
