package io.graydiff.collect;

import java.util.OptionalDouble;

/**
 * How long programs of a kind of probes ran.
 *
 * @param nanos all together
 * @param runs that were timed
 */
record RunTime(long nanos, long runs) {
  /** Fewer runs say little. */
  private static final long ENOUGH = 30;

  RunTime since(RunTime before) {
    return new RunTime(nanos - before.nanos, runs - before.runs);
  }

  /** Of one run, in nanoseconds; empty before enough were timed. */
  OptionalDouble mean() {
    return runs < ENOUGH ? OptionalDouble.empty() : OptionalDouble.of((double) nanos / runs);
  }
}
