package io.graydiff.target;

/** A process that the selectors of both groups match. */
public final class OverlappingGroupsException extends TargetException {
  private static final long serialVersionUID = 1L;

  public OverlappingGroupsException(GoProcess process) {
    super(
        "process "
            + process.pid()
            + " ("
            + process.exe()
            + ") matches both groups; make the selectors disjoint");
  }
}
