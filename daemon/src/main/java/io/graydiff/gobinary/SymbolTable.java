package io.graydiff.gobinary;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The symbol table of an ELF file that was not stripped. Layout: System V ABI, chapter 4. */
final class SymbolTable {
  private static final int ENTRY_BYTES = 24;
  private static final int NAME_LIMIT = 256;

  private final ElfFile elf;

  SymbolTable(ElfFile elf) {
    this.elf = elf;
  }

  /**
   * A symbol.
   *
   * @param size in bytes
   */
  record Symbol(long address, long size) {}

  /** Those of these symbols that are there. */
  Map<String, Symbol> find(Set<String> names) throws GoBinaryException {
    Map<String, Symbol> found = new HashMap<>();
    List<Section> sections = elf.sections();
    for (Section table : sections) {
      boolean named = table.link() > 0 && table.link() < sections.size();
      if (table.type() == Section.SYMBOLS && named) {
        search(table, sections.get(table.link()), names, found);
      }
    }
    return found;
  }

  private void search(Section table, Section texts, Set<String> names, Map<String, Symbol> found)
      throws GoBinaryException {
    long end = table.offset() + table.size() - ENTRY_BYTES;
    for (long at = table.offset(); at <= end && found.size() < names.size(); at += ENTRY_BYTES) {
      long text = elf.bytes().u32(at);
      if (text > 0 && text < texts.size()) {
        String name = elf.cString(texts.offset() + text, NAME_LIMIT).orElse("");
        if (names.contains(name)) {
          found.putIfAbsent(name, new Symbol(elf.bytes().i64(at + 8), elf.bytes().i64(at + 16)));
        }
      }
    }
  }
}
