package io.graydiff.gobinary;

/**
 * A section header of an ELF file, with its bytes inside the file.
 *
 * @param type SHT_*
 * @param address where it is mapped, 0 if it is not
 * @param link index of the section that belongs to it, such as a symbol table's strings
 */
record Section(String name, int type, long address, long offset, long size, int link) {
  static final int SYMBOLS = 2;
  static final int NO_BITS = 8;
}
