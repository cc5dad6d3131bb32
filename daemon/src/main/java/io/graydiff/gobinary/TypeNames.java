package io.graydiff.gobinary;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Names types by their descriptors, which stand in the file: as {@code reflect.Type.String} does,
 * with the package's last element. Layouts: internal/abi/type.go (Type, Name), runtime/symtab.go
 * (moduledata.types, to which names are relative).
 */
final class TypeNames {
  private static final int TYPE_BYTES = 48;
  private static final int FLAGS_AT = 20;
  private static final int NAME_AT = 40;
  private static final int EXTRA_STAR = 1 << 1;
  private static final int TYPES_AT_1_18 = 280;
  private static final int TYPES_AT_1_20 = 296;
  private static final int NAME_LIMIT = 256;
  private static final int LENGTH_BYTES = 2;

  private final ElfFile elf;
  private final long types;

  TypeNames(ElfFile elf, PcLineTable table) throws GoBinaryException {
    this.elf = elf;
    this.types =
        ModuleData.find(elf, table.header())
            .word(table.layout() == PcLineLayout.GO_1_20 ? TYPES_AT_1_20 : TYPES_AT_1_18);
  }

  /**
   * The name of the type whose descriptor is at this address.
   *
   * @return empty when there is none in the file, as of types that the program makes when it runs
   */
  Optional<String> at(long address) throws GoBinaryException {
    OptionalLong type = elf.find(address, TYPE_BYTES);
    if (type.isEmpty()) {
      return Optional.empty();
    }
    FileBytes bytes = elf.bytes();
    boolean star = (bytes.u8(type.getAsLong() + FLAGS_AT) & EXTRA_STAR) != 0;
    OptionalLong name = elf.find(types + bytes.i32(type.getAsLong() + NAME_AT), 1 + LENGTH_BYTES);
    if (name.isEmpty()) {
      return Optional.empty();
    }
    return text(bytes, name.getAsLong() + 1).map(text -> star ? text.substring(1) : text);
  }

  /** A length of one or two groups of seven bits, then so many bytes. */
  private static Optional<String> text(FileBytes bytes, long at) throws GoBinaryException {
    int length = bytes.u8(at);
    int lengthBytes = 1;
    if (length >= 0x80) {
      length = (length & 0x7f) | bytes.u8(at + 1) << 7;
      lengthBytes = LENGTH_BYTES;
    }
    if (length == 0 || length >= 1 << 14) {
      return Optional.empty();
    }
    byte[] text = bytes.bytes(at + lengthBytes, Math.min(length, NAME_LIMIT));
    return Optional.of(new String(text, StandardCharsets.UTF_8));
  }
}
