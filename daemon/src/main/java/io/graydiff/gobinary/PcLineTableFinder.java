package io.graydiff.gobinary;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Finds the pc-line table: by its section where it has one of its own, else by its magic number in
 * .data.rel.ro (external linking of position independent programs), else anywhere in what is mapped
 * (files without section headers).
 */
final class PcLineTableFinder {
  private static final int ALIGNMENT = 8;
  private static final int MAGIC_TOP = 0xfffffff0;

  private final ElfFile elf;
  private final FileBytes bytes;

  PcLineTableFinder(ElfFile elf) {
    this.elf = elf;
    this.bytes = elf.bytes();
  }

  PcLineTable find() throws GoBinaryException {
    PcLineHeader header =
        findHeader()
            .orElseThrow(
                () -> GoBinaryException.damaged("built by Go, but its function table is missing"));
    return PcLineTable.of(elf, header, textBase(header));
  }

  private Optional<PcLineHeader> findHeader() throws GoBinaryException {
    for (String name : new String[] {".gopclntab", ".data.rel.ro.gopclntab"}) {
      Optional<Section> own = elf.section(name);
      if (own.isPresent()) {
        Optional<PcLineHeader> header = headerIn(own.get());
        if (header.isPresent()) {
          return header;
        }
      }
    }
    Optional<Section> shared = elf.section(".data.rel.ro");
    if (shared.isPresent()) {
      Section section = shared.get();
      Optional<PcLineHeader> header = scan(section.offset(), section.size(), section.address());
      if (header.isPresent()) {
        return header;
      }
    }
    for (Segment segment : elf.segments()) {
      if (segment.type() == Segment.LOAD) {
        Optional<PcLineHeader> header =
            scan(segment.offset(), segment.fileBytes(), segment.address());
        if (header.isPresent()) {
          return header;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<PcLineHeader> headerIn(Section section) throws GoBinaryException {
    long start = section.offset();
    return PcLineHeader.read(elf, start, section.address(), start + section.size());
  }

  private Optional<PcLineHeader> scan(long start, long length, long address)
      throws GoBinaryException {
    long limit = start + length;
    long skew = (ALIGNMENT - address % ALIGNMENT) % ALIGNMENT;
    for (long at = start + skew; at <= limit - PcLineHeader.MINIMUM_BYTES; at += ALIGNMENT) {
      if ((bytes.i32(at) & MAGIC_TOP) == MAGIC_TOP) {
        Optional<PcLineHeader> header = PcLineHeader.read(elf, at, address + (at - start), limit);
        if (header.isPresent()) {
          return header;
        }
      }
    }
    return Optional.empty();
  }

  /** The header names it up to Go 1.25; later, only the module data does. */
  private long textBase(PcLineHeader header) throws GoBinaryException {
    if (!header.layout().textRelative()) {
      return 0;
    }
    long base = header.textStart();
    if (base == 0) {
      OptionalLong relocated =
          new Relocations(elf).wordAt(header.address() + PcLineHeader.TEXT_START_AT);
      base = relocated.isPresent() ? relocated.getAsLong() : ModuleData.find(elf, header).text();
    }
    if (!elf.isCode(base)) {
      throw GoBinaryException.damaged(
          "its text start 0x" + Long.toHexString(base) + " is not in executable memory");
    }
    return base;
  }
}
