package io.graydiff.gobinary;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * The runtime's description of the program (runtime.moduledata). It begins with the address of the
 * pc-line table and the slice of function names, which is how it is found where no section names
 * it. Layout: runtime/symtab.go.
 */
final class ModuleData {
  private static final int TEXT_AT = 176;

  private final ElfFile elf;
  private final long address;

  private ModuleData(ElfFile elf, long address) {
    this.elf = elf;
    this.address = address;
  }

  static ModuleData find(ElfFile elf, PcLineHeader header) throws GoBinaryException {
    long table = header.address();
    long names = table + header.names();
    Optional<Section> own = elf.section(".go.module");
    if (own.isPresent() && isModuleData(elf, own.get().address(), table, names)) {
      return new ModuleData(elf, own.get().address());
    }
    OptionalLong found = scan(elf, table, names);
    if (found.isEmpty()) {
      found = new Relocations(elf).pair(table, names);
    }
    return new ModuleData(
        elf,
        found.orElseThrow(
            () -> GoBinaryException.damaged("the runtime's module data was not found")));
  }

  private static boolean isModuleData(ElfFile elf, long address, long table, long names)
      throws GoBinaryException {
    return elf.wordAt(address) == table && elf.wordAt(address + Long.BYTES) == names;
  }

  private static OptionalLong scan(ElfFile elf, long table, long names) throws GoBinaryException {
    FileBytes bytes = elf.bytes();
    for (Segment segment : elf.segments()) {
      if (segment.type() == Segment.LOAD && segment.writable()) {
        long skew = -segment.address() & (Long.BYTES - 1);
        long end = segment.offset() + segment.fileBytes() - 2 * Long.BYTES;
        for (long at = segment.offset() + skew; at <= end; at += Long.BYTES) {
          if (bytes.i64(at) == table && bytes.i64(at + Long.BYTES) == names) {
            return OptionalLong.of(segment.address() + (at - segment.offset()));
          }
        }
      }
    }
    return OptionalLong.empty();
  }

  long address() {
    return address;
  }

  /** The address to which function entries are relative. */
  long text() throws GoBinaryException {
    return elf.wordAt(address + TEXT_AT);
  }

  /** The word at this offset of the structure, relocated as for load address 0. */
  long word(int offset) throws GoBinaryException {
    return elf.wordAt(address + offset);
  }
}
