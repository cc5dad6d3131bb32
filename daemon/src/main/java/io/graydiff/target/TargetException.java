package io.graydiff.target;

/**
 * The processes to compare cannot be determined. The message is one line for the user: what is
 * wrong and what to do.
 */
public abstract sealed class TargetException extends Exception
    permits SelectorSyntaxException, NoMatchException, OverlappingGroupsException {
  private static final long serialVersionUID = 1L;

  TargetException(String message) {
    super(message);
  }
}
