package io.graydiff.gobinary;

import java.util.OptionalLong;

/**
 * The relative relocations of a position independent program. External linkers leave the words that
 * the loader fills at zero in the file; what they will hold, less the load address, stands here.
 * Layout: System V ABI, chapter 4, Elf64_Rela.
 */
final class Relocations {
  private static final int RELA_BYTES = 24;
  private static final int PAIR_CANDIDATES = 16;
  private static final long RELATIVE_X86_64 = 8;
  private static final long RELATIVE_AARCH64 = 1027;

  private final FileBytes bytes;
  private final long relative;
  private final long start;
  private final long count;

  Relocations(ElfFile elf) throws GoBinaryException {
    bytes = elf.bytes();
    relative = elf.arch() == Arch.AMD64 ? RELATIVE_X86_64 : RELATIVE_AARCH64;
    DynamicSection dynamic = new DynamicSection(elf);
    long address = dynamic.value(DynamicSection.RELA).orElse(0);
    long size = dynamic.value(DynamicSection.RELA_BYTES).orElse(0);
    OptionalLong table = size > 0 ? elf.find(address, size) : OptionalLong.empty();
    start = table.orElse(0);
    count = table.isPresent() ? size / RELA_BYTES : 0;
  }

  /** What the word at this address will hold, less the load address. */
  OptionalLong wordAt(long address) throws GoBinaryException {
    for (long i = 0; i < count; i++) {
      long at = start + i * RELA_BYTES;
      if (bytes.i64(at) == address && bytes.u32(at + 8) == relative) {
        return OptionalLong.of(bytes.i64(at + 16));
      }
    }
    return OptionalLong.empty();
  }

  /** The address of two neighbouring words that will hold these two values. */
  OptionalLong pair(long first, long second) throws GoBinaryException {
    int candidates = 0;
    for (long i = 0; i < count && candidates < PAIR_CANDIDATES; i++) {
      long at = start + i * RELA_BYTES;
      if (bytes.i64(at + 16) == first && bytes.u32(at + 8) == relative) {
        candidates++;
        OptionalLong next = wordAt(bytes.i64(at) + Long.BYTES);
        if (next.isPresent() && next.getAsLong() == second) {
          return OptionalLong.of(bytes.i64(at));
        }
      }
    }
    return OptionalLong.empty();
  }
}
