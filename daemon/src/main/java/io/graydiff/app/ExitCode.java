package io.graydiff.app;

/** What the process returns to its caller. Part of the public interface. */
public final class ExitCode {
  /** The canary is not worse, or the command did what it should. */
  public static final int PASS = 0;

  public static final int REGRESSION = 1;

  /** Bad usage, or an environment in which the command cannot work. */
  public static final int ERROR = 2;

  public static final int INCONCLUSIVE = 3;

  /** Ended by Ctrl-C, with the report of what was measured. */
  public static final int INTERRUPTED = 130;

  private ExitCode() {}
}
