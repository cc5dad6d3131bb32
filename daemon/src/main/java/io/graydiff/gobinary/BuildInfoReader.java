package io.graydiff.gobinary;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Finds and reads the build information block. Layout: Go's debug/buildinfo; since 1.18 two strings
 * with their lengths follow the header, before that the header points to two Go strings. The module
 * text is wrapped in 16 bytes at both ends (runtime/debug.ReadBuildInfo).
 */
final class BuildInfoReader {
  private static final byte[] MAGIC = "\u00ff Go buildinf:".getBytes(StandardCharsets.ISO_8859_1);
  private static final int ALIGNMENT = 16;
  private static final int HEADER_BYTES = 32;
  private static final int INLINE_STRINGS = 2;
  private static final int WRAPPING_BYTES = 16;
  private static final int VERSION_LIMIT = 1 << 10;
  private static final int TEXT_LIMIT = 1 << 22;

  private final ElfFile elf;
  private final FileBytes bytes;

  BuildInfoReader(ElfFile elf) {
    this.elf = elf;
    this.bytes = elf.bytes();
  }

  /** Empty when the file has no such block: it was not built by Go. */
  Optional<BuildInfo> read() throws GoBinaryException {
    OptionalLong block = find();
    return block.isEmpty() ? Optional.empty() : Optional.of(readAt(block.getAsLong()));
  }

  private OptionalLong find() throws GoBinaryException {
    Optional<Section> section = elf.section(".go.buildinfo");
    if (section.isPresent()) {
      OptionalLong found = scan(section.get().offset(), section.get().size());
      if (found.isPresent()) {
        return found;
      }
    }
    for (Segment segment : elf.segments()) {
      if (segment.type() == Segment.LOAD && segment.writable()) {
        OptionalLong found = scan(segment.offset(), segment.fileBytes());
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return OptionalLong.empty();
  }

  private OptionalLong scan(long offset, long length) throws GoBinaryException {
    long end = offset + length - HEADER_BYTES;
    for (long at = offset; at <= end; at += ALIGNMENT) {
      if (bytes.u8(at) == 0xff && isMagic(at)) {
        return OptionalLong.of(at);
      }
    }
    return OptionalLong.empty();
  }

  private boolean isMagic(long at) throws GoBinaryException {
    return java.util.Arrays.equals(MAGIC, bytes.bytes(at, MAGIC.length));
  }

  private BuildInfo readAt(long block) throws GoBinaryException {
    if ((bytes.u8(block + 15) & INLINE_STRINGS) == 0) {
      String version = pointedString(block + 16, VERSION_LIMIT);
      return BuildInfoText.parse(version, unwrap(pointedString(block + 24, TEXT_LIMIT)));
    }
    Varints in = new Varints(bytes, block + HEADER_BYTES);
    String version = inlineString(in, VERSION_LIMIT);
    return BuildInfoText.parse(version, unwrap(inlineString(in, TEXT_LIMIT)));
  }

  private String inlineString(Varints in, int limit) throws GoBinaryException {
    long length = in.next();
    if (length > limit) {
      throw GoBinaryException.damaged("build information of " + length + " bytes");
    }
    String text = latin1(bytes.bytes(in.position(), (int) length));
    in.skip(length);
    return text;
  }

  private String pointedString(long slot, int limit) throws GoBinaryException {
    long header = elf.offsetOf(bytes.i64(slot), 16);
    long length = bytes.i64(header + 8);
    if (length < 0 || length > limit) {
      throw GoBinaryException.damaged("build information of " + length + " bytes");
    }
    return latin1(bytes.bytes(elf.offsetOf(bytes.i64(header), length), (int) length));
  }

  /** One character a byte, so that the wrapping can be cut off before UTF-8 is decoded. */
  private static String latin1(byte[] raw) {
    return new String(raw, StandardCharsets.ISO_8859_1);
  }

  private static String unwrap(String text) {
    int end = text.length() - WRAPPING_BYTES;
    boolean wrapped = end > WRAPPING_BYTES && text.charAt(end - 1) == '\n';
    String inner = wrapped ? text.substring(WRAPPING_BYTES, end) : "";
    return new String(inner.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
