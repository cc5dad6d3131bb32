package io.graydiff.gobinary;

import java.util.Optional;

/**
 * The table by which the Go runtime finds functions (pclntab): every function's name, address and
 * side tables, present in every Go program however stripped. Reads through to the file.
 */
final class PcLineTable {
  private static final int NAME_LIMIT = 1 << 13;
  private static final int MINIMUM_BYTES_A_FUNCTION = 48;

  private final ElfFile elf;
  private final FileBytes bytes;
  private final PcLineHeader header;
  private final PcLineLayout layout;
  private final long limit;
  private final int count;
  private final long names;
  private final long namesEnd;
  private final long pcValues;
  private final long functions;
  private final long textBase;

  private PcLineTable(ElfFile elf, PcLineHeader header, long textBase) {
    this.elf = elf;
    this.bytes = elf.bytes();
    this.header = header;
    this.layout = header.layout();
    this.limit = header.limit();
    this.count = header.functionCount();
    long offset = header.offset();
    this.names = offset + header.names();
    this.namesEnd = offset + header.units();
    this.pcValues = offset + header.pcValues();
    this.functions = offset + header.functions();
    this.textBase = textBase;
  }

  /**
   * Binds the table.
   *
   * @param textBase address to which entries are relative; not used before Go 1.18
   */
  static PcLineTable of(ElfFile elf, PcLineHeader header, long textBase) throws GoBinaryException {
    PcLineTable table = new PcLineTable(elf, header, textBase);
    if (table.count > (table.limit - table.functions) / MINIMUM_BYTES_A_FUNCTION) {
      throw GoBinaryException.damaged(
          "its function table claims " + table.count + " functions, more than fit into the file");
    }
    return table;
  }

  PcLineLayout layout() {
    return layout;
  }

  int count() {
    return count;
  }

  PcLineHeader header() {
    return header;
  }

  /** The address of a place of the table in the file. */
  long addressOf(long fileOffset) {
    return header.address() + (fileOffset - header.offset());
  }

  /** Where the pc-value tables begin in the file. */
  long pcValues() {
    return pcValues;
  }

  long nameBytes() {
    return namesEnd - names;
  }

  /** The address of function i; i may be {@link #count}, which gives the end of the last one. */
  long entry(int i) throws GoBinaryException {
    long at = functions + 2L * i * layout.wordBytes();
    return layout.textRelative() ? textBase + bytes.u32(at) : elf.wordAt(addressOf(at));
  }

  /** Where function i's record stands in the file. */
  long record(int i) throws GoBinaryException {
    long at = functions + (2L * i + 1) * layout.wordBytes();
    long from = layout.textRelative() ? bytes.u32(at) : bytes.i64(at);
    if (from < 0 || from > limit - functions - layout.fixedBytes()) {
      throw GoBinaryException.damaged("function " + i + " points out of the function table");
    }
    return functions + from;
  }

  /** The place of function i's name in the file. */
  long nameOf(int i) throws GoBinaryException {
    return nameAt(bytes.i32(record(i) + layout.nameAt()));
  }

  /** The place in the file of the name with this offset. */
  long nameAt(int nameOffset) throws GoBinaryException {
    if (nameOffset < 0 || nameOffset >= namesEnd - names) {
      throw GoBinaryException.damaged("a function's name is outside of the table of names");
    }
    return names + nameOffset;
  }

  /** A name as text; empty when it is longer than any that can be asked for. */
  Optional<String> text(long nameAt) throws GoBinaryException {
    return elf.cString(nameAt, (int) Math.min(NAME_LIMIT, namesEnd - nameAt));
  }

  /** Function i as a record of its own. */
  Function function(int i) throws GoBinaryException {
    long start = entry(i);
    long size = entry(i + 1) - start;
    String name = text(nameOf(i)).orElse("");
    return new Function(name, start, size, elf.offsetOf(start, size));
  }

  /** Which function holds this address, or -1. */
  int indexAt(long where) throws GoBinaryException {
    int low = 0;
    int high = count;
    if (count == 0 || where < entry(0) || where >= entry(count)) {
      return -1;
    }
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (entry(middle) <= where) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * Where a recovered panic resumes in function i: the offset of its call of deferreturn, or 0 if
   * it has none.
   */
  long deferReturn(int i) throws GoBinaryException {
    return bytes.u32(record(i) + layout.deferReturnAt());
  }
}
