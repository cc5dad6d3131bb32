package io.graydiff.gobinary;

import java.util.Optional;

/**
 * The header of a pc-line table, checked.
 *
 * @param offset of the table in the file
 * @param limit where the bytes end that can belong to it
 * @param address of the table
 * @param functionCount number of functions
 * @param textStart as it stands in the header: 0 since Go 1.26, and before Go 1.18
 * @param names offset of the names from the table's start
 * @param units offset of the compilation units, where the names end
 * @param files offset of the file names
 * @param pcValues offset of the pc-value tables
 * @param functions offset of the function table
 */
record PcLineHeader(
    PcLineLayout layout,
    long offset,
    long limit,
    long address,
    int functionCount,
    long textStart,
    long names,
    long units,
    long files,
    long pcValues,
    long functions) {
  static final int MINIMUM_BYTES = 72;
  static final int TEXT_START_AT = 24;

  /** The header at this place, or empty when what stands there cannot be one. */
  static Optional<PcLineHeader> read(ElfFile elf, long offset, long address, long limit)
      throws GoBinaryException {
    FileBytes bytes = elf.bytes();
    if (limit - offset < MINIMUM_BYTES) {
      return Optional.empty();
    }
    Optional<PcLineLayout> layout = PcLineLayout.of(bytes.i32(offset));
    int instructionBytes = elf.arch() == Arch.AMD64 ? 1 : 4;
    if (layout.isEmpty()
        || bytes.u16(offset + 4) != 0
        || bytes.u8(offset + 6) != instructionBytes
        || bytes.u8(offset + 7) != Long.BYTES) {
      return Optional.empty();
    }
    long at = offset + layout.get().offsetsAt();
    PcLineHeader header =
        new PcLineHeader(
            layout.get(),
            offset,
            limit,
            address,
            (int) Math.min(Integer.MAX_VALUE, Math.max(0, bytes.i64(offset + 8))),
            layout.get().textRelative() ? bytes.i64(offset + TEXT_START_AT) : 0,
            bytes.i64(at),
            bytes.i64(at + 8),
            bytes.i64(at + 16),
            bytes.i64(at + 24),
            bytes.i64(at + 32));
    return header.inOrder() ? Optional.of(header) : Optional.empty();
  }

  private boolean inOrder() {
    return functionCount > 0
        && names >= layout.offsetsAt()
        && names <= units
        && units <= files
        && files <= pcValues
        && pcValues <= functions
        && functions < limit - offset
        && functionCount < (limit - offset - functions) / (2L * layout.wordBytes());
  }
}
