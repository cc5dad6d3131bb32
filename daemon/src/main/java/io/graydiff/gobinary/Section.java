package io.graydiff.gobinary;

/**
 * A section header of an ELF file, with its bytes inside the file.
 *
 * @param type SHT_*
 * @param address where it is mapped, 0 if it is not
 * @param compressed whether the bytes are compressed, as ELF marks it
 * @param link index of the section that belongs to it, such as a symbol table's strings
 */
record Section(
    String name, int type, long address, long offset, long size, boolean compressed, int link) {
  static final int SYMBOLS = 2;
  static final int NO_BITS = 8;
  static final long COMPRESSED = 0x800;
}
