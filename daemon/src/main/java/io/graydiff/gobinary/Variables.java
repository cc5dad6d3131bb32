package io.graydiff.gobinary;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the file holds in variables that its symbol table names. */
final class Variables {
  /** The largest array that is asked for has a hundred. */
  private static final int ELEMENTS_LIMIT = 1 << 10;

  private static final int TEXT_LIMIT = 256;
  private static final int TEXT_BYTES = 16;

  private final ElfFile elf;

  Variables(ElfFile elf) {
    this.elf = elf;
  }

  List<String> texts(String variable) throws GoBinaryException {
    List<String> texts = new ArrayList<>();
    Optional<SymbolTable.Symbol> symbol = find(variable);
    for (int i = 0; i < elements(symbol, TEXT_BYTES); i++) {
      long at = symbol.get().address() + (long) i * TEXT_BYTES;
      long length = elf.bytes().i64(elf.offsetOf(at + Long.BYTES, Long.BYTES));
      if (length < 0 || length > TEXT_LIMIT) {
        throw GoBinaryException.damaged(variable + " holds no texts");
      }
      // An empty text may lie nowhere.
      texts.add(length == 0 ? "" : text(elf.wordAt(at), (int) length));
    }
    return texts;
  }

  private String text(long address, int length) throws GoBinaryException {
    byte[] bytes = elf.bytes().bytes(elf.offsetOf(address, length), length);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  List<Integer> numbers(String variable) throws GoBinaryException {
    List<Integer> numbers = new ArrayList<>();
    Optional<SymbolTable.Symbol> symbol = find(variable);
    for (int i = 0; i < elements(symbol, Short.BYTES); i++) {
      long at = symbol.get().address() + (long) i * Short.BYTES;
      numbers.add(elf.bytes().u16(elf.offsetOf(at, Short.BYTES)));
    }
    return numbers;
  }

  private Optional<SymbolTable.Symbol> find(String variable) throws GoBinaryException {
    return Optional.ofNullable(new SymbolTable(elf).find(Set.of(variable)).get(variable));
  }

  private static int elements(Optional<SymbolTable.Symbol> symbol, int bytes) {
    long count = symbol.map(SymbolTable.Symbol::size).orElse(0L) / bytes;
    return (int) Math.max(0, Math.min(count, ELEMENTS_LIMIT));
  }
}
