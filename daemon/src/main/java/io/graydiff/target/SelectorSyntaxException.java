package io.graydiff.target;

/** A selector that does not follow the grammar of {@link Selector}. */
public final class SelectorSyntaxException extends TargetException {
  private static final long serialVersionUID = 1L;

  SelectorSyntaxException(String message) {
    super(message);
  }
}
