package io.graydiff.kernel;

/**
 * A program and the sites of one file at which it is to run. Its owner does not change the arrays.
 *
 * @param program name in the object
 * @param offsets in the file
 * @param cookies for each site a number below 2^{@value KernelAbi#GD_COOKIE_PROGRAM_SHIFT} that the
 *     program is given with every hit; none but 0 unless {@link Attacher#cookies}
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
public record ProgramSites(String program, long[] offsets, long[] cookies) {
  public ProgramSites {
    if (offsets.length != cookies.length) {
      throw new IllegalArgumentException(offsets.length + " sites, " + cookies.length + " cookies");
    }
  }

  /** Sites that need no cookie. */
  public static ProgramSites of(String program, long... offsets) {
    return new ProgramSites(program, offsets, new long[offsets.length]);
  }
}
