package io.graydiff.target;

/** What an executable is. */
public sealed interface BinaryKind {

  /** A Go program. */
  record Go(GoBuild build) implements BinaryKind {}

  /**
   * A Go program that graydiff cannot work with.
   *
   * @param reason such as {@code built with Go 1.16: too old, ...}
   */
  record Unusable(String reason) implements BinaryKind {}

  /** Anything else. */
  record NotGo() implements BinaryKind {}
}
