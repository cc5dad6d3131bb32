package io.graydiff.gobinary;

/** How much of a program's linkage data is read-only once it runs. */
public enum Relro {
  /** None. */
  NONE,
  /** All but the tables of lazily bound functions. */
  PARTIAL,
  /** All: functions are bound at the start. */
  FULL
}
