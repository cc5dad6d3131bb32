package io.graydiff.gobinary;

/**
 * A program header of an ELF file.
 *
 * @param type PT_*
 * @param flags PF_*
 * @param offset of its bytes in the file
 * @param address where they are mapped, before relocation
 * @param fileBytes how many bytes the file holds of it
 */
record Segment(int type, int flags, long offset, long address, long fileBytes) {
  static final int LOAD = 1;
  static final int DYNAMIC = 2;
  static final int INTERPRETER = 3;
  static final int NOTE = 4;
  static final int RELRO = 0x6474e552;
  private static final int EXECUTE = 1;
  private static final int WRITE = 2;

  boolean executable() {
    return (flags & EXECUTE) != 0;
  }

  boolean writable() {
    return (flags & WRITE) != 0;
  }

  /** Whether these bytes of the address space come from the file through this segment. */
  boolean holds(long where, long length) {
    long within = where - address;
    return within >= 0 && length >= 0 && length <= fileBytes && within <= fileBytes - length;
  }
}
