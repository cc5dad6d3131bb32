package io.graydiff.gobinary;

import java.util.Arrays;
import java.util.Optional;

/**
 * Where the fields of the pc-line table stand, by its magic number. Sources: runtime/symtab.go,
 * runtime/runtime2.go (type _func) and cmd/link/internal/ld/pcln.go of the releases named.
 *
 * <pre>
 * header:   magic u32, 0, 0, instruction size u8, pointer size u8,
 *           functions u64 @8, files u64 @16, [text start u64 @24,]
 *           then offsets u64 from the header: names, units, files, pc-values, functions
 * function: entry, name i32, args i32, deferreturn u32, pcsp, pcfile, pcln u32, npcdata u32,
 *           unit u32, [start line i32,] id u8, flag u8, pad, nfuncdata u8, pcdata[], funcdata[]
 * </pre>
 */
enum PcLineLayout {
  /** Go 1.17 (and 1.16, which the build information tells apart): absolute addresses. */
  GO_1_17(0xfffffffa, 24, 8, 44),
  /** Go 1.18 and 1.19: entries are relative to the text start. */
  GO_1_18(0xfffffff0, 32, 4, 40),
  /** Since Go 1.20: a function knows its first line. */
  GO_1_20(0xfffffff1, 32, 4, 44);

  private static final int NAME = 0;
  private static final int DEFER_RETURN = 8;
  private static final int PC_DATA_COUNT = 24;

  private final int magic;
  private final int offsetsAt;
  private final int entryBytes;
  private final int fixedBytes;

  PcLineLayout(int magic, int offsetsAt, int entryBytes, int fixedBytes) {
    this.magic = magic;
    this.offsetsAt = offsetsAt;
    this.entryBytes = entryBytes;
    this.fixedBytes = fixedBytes;
  }

  static Optional<PcLineLayout> of(int magic) {
    return Arrays.stream(values()).filter(layout -> layout.magic == magic).findFirst();
  }

  /** Whether entries are offsets from the text start, rather than addresses. */
  boolean textRelative() {
    return this != GO_1_17;
  }

  /** Bytes of one word of the function table: half of an entry. */
  int wordBytes() {
    return entryBytes;
  }

  /** Where in the header the five offsets begin. */
  int offsetsAt() {
    return offsetsAt;
  }

  int nameAt() {
    return entryBytes + NAME;
  }

  int deferReturnAt() {
    return entryBytes + DEFER_RETURN;
  }

  int pcDataCountAt() {
    return entryBytes + PC_DATA_COUNT;
  }

  int funcDataCountAt() {
    return fixedBytes - 1;
  }

  /** Bytes of a function's record before its pcdata. */
  int fixedBytes() {
    return fixedBytes;
  }
}
