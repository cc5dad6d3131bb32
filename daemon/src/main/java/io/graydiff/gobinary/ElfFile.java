package io.graydiff.gobinary;

import io.graydiff.gobinary.GoBinaryException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.CRC32;

/**
 * The frame of an ELF file: segments, sections if there are any, and the way from an address to a
 * place in the file. 64-bit little-endian programs for amd64 and arm64 only. Section headers are a
 * convenience that a file may lack or lie about; what is mapped is told by the segments alone.
 * Layout: System V ABI, chapters 4 and 5.
 */
final class ElfFile implements AutoCloseable {
  private static final int MAGIC = 0x464c457f;
  private static final int CLASS_64 = 2;
  private static final int LITTLE_ENDIAN = 1;
  private static final int EXECUTABLE = 2;
  private static final int SHARED = 3;
  private static final int X86_64 = 62;
  private static final int AARCH64 = 183;
  private static final int HEADER_BYTES = 64;
  private static final int PROGRAM_HEADER_BYTES = 56;
  private static final int SECTION_HEADER_BYTES = 64;

  /** With more the kernel does not run a program (load_elf_phdrs in fs/binfmt_elf.c). */
  private static final int PROGRAM_HEADERS_LIMIT = (1 << 16) / PROGRAM_HEADER_BYTES;

  private static final int NAME_LIMIT = 256;

  private final FileBytes bytes;
  private final Arch arch;
  private final boolean positionIndependent;
  private final List<Segment> segments;
  private final List<Section> sections;

  private ElfFile(FileBytes bytes) throws GoBinaryException {
    this.bytes = bytes;
    if (bytes.size() < HEADER_BYTES || bytes.i32(0) != MAGIC) {
      throw notAProgram("not an ELF file");
    }
    if (bytes.u8(4) != CLASS_64 || bytes.u8(5) != LITTLE_ENDIAN) {
      throw notAProgram("not a 64-bit little-endian ELF file");
    }
    int type = bytes.u16(16);
    if (type != EXECUTABLE && type != SHARED) {
      throw notAProgram("an ELF file, but not a linked program (type " + type + ")");
    }
    arch = architecture(bytes.u16(18));
    segments = readSegments();
    sections = readSections();
    positionIndependent = type == SHARED;
  }

  /** Takes the bytes over: they are closed with the result, or when this fails. */
  static ElfFile of(FileBytes bytes) throws GoBinaryException {
    try {
      return new ElfFile(bytes);
    } catch (GoBinaryException | RuntimeException e) {
      bytes.close();
      throw e;
    }
  }

  private static GoBinaryException notAProgram(String message) {
    return new GoBinaryException(Reason.NOT_A_PROGRAM, message);
  }

  private static Arch architecture(int machine) throws GoBinaryException {
    return switch (machine) {
      case X86_64 -> Arch.AMD64;
      case AARCH64 -> Arch.ARM64;
      default ->
          throw notAProgram("built for another architecture than amd64 and arm64: " + machine);
    };
  }

  private List<Segment> readSegments() throws GoBinaryException {
    long table = bytes.i64(32);
    int count = bytes.u16(56);
    if (count == 0 || bytes.u16(54) != PROGRAM_HEADER_BYTES) {
      throw GoBinaryException.damaged("no program headers of the known size");
    }
    if (count > PROGRAM_HEADERS_LIMIT) {
      throw GoBinaryException.damaged(count + " program headers, more than a program can have");
    }
    bytes.check(table, (long) count * PROGRAM_HEADER_BYTES);
    List<Segment> found = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long at = table + (long) i * PROGRAM_HEADER_BYTES;
      Segment segment =
          new Segment(
              bytes.i32(at),
              bytes.i32(at + 4),
              bytes.i64(at + 8),
              bytes.i64(at + 16),
              bytes.i64(at + 32));
      if (segment.type() == Segment.LOAD) {
        bytes.check(segment.offset(), segment.fileBytes());
      }
      found.add(segment);
    }
    return List.copyOf(found);
  }

  /** Empty when there are none, or when they cannot be true. */
  private List<Section> readSections() throws GoBinaryException {
    long table = bytes.i64(40);
    int count = bytes.u16(60);
    int namesIndex = bytes.u16(62);
    if (table <= 0
        || bytes.u16(58) != SECTION_HEADER_BYTES
        || namesIndex >= count
        || table > bytes.size() - (long) count * SECTION_HEADER_BYTES) {
      return List.of();
    }
    long names = bytes.i64(table + (long) namesIndex * SECTION_HEADER_BYTES + 24);
    List<Section> found = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long at = table + (long) i * SECTION_HEADER_BYTES;
      int type = bytes.i32(at + 4);
      long offset = bytes.i64(at + 24);
      long size = bytes.i64(at + 32);
      boolean inside =
          type == Section.NO_BITS || (offset >= 0 && size >= 0 && offset <= bytes.size() - size);
      if (inside) {
        String name = sectionName(names, bytes.u32(at));
        boolean compressed = (bytes.i64(at + 8) & Section.COMPRESSED) != 0;
        found.add(
            new Section(
                name, type, bytes.i64(at + 16), offset, size, compressed, bytes.i32(at + 40)));
      }
    }
    return List.copyOf(found);
  }

  private String sectionName(long names, long nameOffset) throws GoBinaryException {
    long at = names + nameOffset;
    return names < 0 || at < 0 || at >= bytes.size() ? "" : cString(at, NAME_LIMIT).orElse("");
  }

  /** A text that ends with a zero byte, or empty when it is longer than the limit. */
  Optional<String> cString(long offset, int limit) throws GoBinaryException {
    StringBuilder ascii = new StringBuilder();
    for (int i = 0; i < limit; i++) {
      int value = bytes.u8(offset + i);
      if (value == 0) {
        return Optional.of(ascii.toString());
      }
      if (value >= 0x80) {
        return longString(offset, limit);
      }
      ascii.append((char) value);
    }
    return Optional.empty();
  }

  private Optional<String> longString(long offset, int limit) throws GoBinaryException {
    int length = 0;
    while (length < limit && bytes.u8(offset + length) != 0) {
      length++;
    }
    return length == limit
        ? Optional.empty()
        : Optional.of(new String(bytes.bytes(offset, length), StandardCharsets.UTF_8));
  }

  FileBytes bytes() {
    return bytes;
  }

  Arch arch() {
    return arch;
  }

  boolean positionIndependent() {
    return positionIndependent;
  }

  List<Segment> segments() {
    return segments;
  }

  List<Section> sections() {
    return sections;
  }

  Optional<Section> section(String name) {
    return sections.stream()
        .filter(s -> s.name().equals(name) && s.type() != Section.NO_BITS)
        .findFirst();
  }

  Optional<Segment> segment(int type) {
    return segments.stream().filter(s -> s.type() == type).findFirst();
  }

  boolean stripped() {
    return sections.stream().noneMatch(s -> s.type() == Section.SYMBOLS && s.size() > 0);
  }

  /** CRC-32 of the file's header and program headers, in hexadecimal. */
  String headerChecksum() throws GoBinaryException {
    CRC32 sum = new CRC32();
    sum.update(bytes.bytes(0, HEADER_BYTES));
    sum.update(bytes.bytes(bytes.i64(32), segments.size() * PROGRAM_HEADER_BYTES));
    return HexFormat.of().toHexDigits(sum.getValue(), Integer.BYTES * 2);
  }

  /** Where in the file these bytes of the address space come from. */
  OptionalLong find(long address, long length) {
    for (Segment segment : segments) {
      if (segment.type() == Segment.LOAD && segment.holds(address, length)) {
        return OptionalLong.of(segment.offset() + (address - segment.address()));
      }
    }
    return OptionalLong.empty();
  }

  /** As {@link #find}, but an address that no segment holds is an error. */
  long offsetOf(long address, long length) throws GoBinaryException {
    return find(address, length)
        .orElseThrow(
            () ->
                GoBinaryException.damaged(
                    "address 0x" + Long.toHexString(address) + " is not in the file"));
  }

  /** The word at this address, as it will be when the program is loaded at address 0. */
  long wordAt(long address) throws GoBinaryException {
    long value = bytes.i64(offsetOf(address, Long.BYTES));
    return value != 0 || !positionIndependent
        ? value
        : new Relocations(this).wordAt(address).orElse(0);
  }

  /** Whether this address is code. */
  boolean isCode(long address) {
    return segments.stream()
        .anyMatch(s -> s.type() == Segment.LOAD && s.executable() && s.holds(address, 1));
  }

  @Override
  public void close() {
    bytes.close();
  }
}
