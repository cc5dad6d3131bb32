package io.graydiff.probe;

import java.util.List;

/**
 * One program of a recipe and where it goes.
 *
 * @param program name of the BPF program
 * @param kind what its hits are counted under
 * @param where in each function
 * @param need which of the functions must be there
 * @param functions in order of preference
 */
record Step(String program, ProbeKind kind, Where where, Need need, List<String> functions) {
  /** Where in a function. */
  enum Where {
    ENTRY,
    EXITS,
    /** The RET instructions themselves, where the results are in their registers. */
    RETURNS
  }

  /** Which functions of the list are probed. */
  enum Need {
    /** The first that the binary has; without one the signal cannot be measured. */
    FIRST,
    /** All that the binary has; without any the signal cannot be measured. */
    ANY,
    /** All that the binary has, if any. */
    OPTIONAL
  }
}
