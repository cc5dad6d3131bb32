package io.graydiff.app;

/** When to color the output. */
enum ColorMode {
  /** On a terminal, unless NO_COLOR is set. */
  auto,
  always,
  never
}
