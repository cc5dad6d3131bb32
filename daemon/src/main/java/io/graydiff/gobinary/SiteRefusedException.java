package io.graydiff.gobinary;

/** A function has a shape that graydiff does not know, so it is not probed on a guess. */
public final class SiteRefusedException extends Exception {
  private static final long serialVersionUID = 1;

  private final String why;

  SiteRefusedException(Function function, String why) {
    super(function.name() + ": " + why);
    this.why = why;
  }

  /** The reason, without the function's name. */
  public String why() {
    return why;
  }
}
