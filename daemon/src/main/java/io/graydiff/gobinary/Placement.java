package io.graydiff.gobinary;

/** What a hit of a probe at a site costs, by how the kernel carries out the instruction there. */
public enum Placement {
  /** The kernel emulates it: about a microsecond or less. */
  CHEAP,
  /** The kernel single-steps it out of line: three to thirteen times as much, and badly scaling. */
  DEAR
}
