package io.graydiff.gobinary;

/**
 * The head of a compilation unit in {@code .debug_info}.
 *
 * @param start where it begins in the section
 * @param end where the next one begins
 * @param version of DWARF
 * @param abbreviations where they stand in {@code .debug_abbrev}
 */
record DebugUnit(long start, long end, int version, long abbreviations) {
  private static final long RESERVED_LENGTHS = 0xfffffff0L;
  private static final int NEWEST = 5;
  private static final int WITH_TYPE = 5;
  private static final int COMPILE = 1;

  static DebugUnit read(SectionStream in) throws GoBinaryException {
    long start = in.position();
    long length = in.u32();
    if (length >= RESERVED_LENGTHS) {
      throw GoBinaryException.damaged("debugging data: not of the 32-bit format");
    }
    long end = start + Integer.BYTES + length;
    int version = in.u16();
    if (version < 2 || version > NEWEST) {
      throw GoBinaryException.damaged("debugging data: of an unknown version");
    }
    if (version < WITH_TYPE) {
      long abbreviations = in.u32();
      in.u8();
      return new DebugUnit(start, end, version, abbreviations);
    }
    int type = in.u8();
    in.u8();
    long abbreviations = in.u32();
    return new DebugUnit(start, end, version, type == COMPILE ? abbreviations : -1);
  }
}
