package io.graydiff.gobinary;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The content of a section, read forward only, and expanded on the way where it is compressed
 * (ELF's SHF_COMPRESSED, and the {@code .zdebug} form of Go before 1.19): 128 KiB of heap whatever
 * its size. Not safe for use by several threads.
 */
final class SectionStream implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int COMPRESSION_HEADER_BYTES = 24;
  private static final int OLD_HEADER_BYTES = 12;
  private static final int ZLIB = 1;

  /** What a section may expand to: a file of a few bytes can claim any size. */
  private static final long EXPANDED_LIMIT = 1L << 28;

  private static final int NUMBER_BITS = 70;
  private static final int TEXT_LIMIT = 256;

  private final FileBytes bytes;
  private final Optional<Inflater> inflater;
  private final long end;
  private long source;
  private byte[] buffer = new byte[0];
  private int next;
  private long bufferStart;
  private final byte[] text = new byte[TEXT_LIMIT];

  private SectionStream(FileBytes bytes, long offset, long end, Optional<Inflater> inflater) {
    this.bytes = bytes;
    source = offset;
    this.end = end;
    this.inflater = inflater;
  }

  /** Empty when there is no such section, or it is compressed in a way that Go does not use. */
  static Optional<SectionStream> of(ElfFile elf, String name) throws GoBinaryException {
    Optional<Section> plain = elf.section("." + name);
    Optional<Section> section = plain.isPresent() ? plain : elf.section(".z" + name);
    if (section.isEmpty()) {
      return Optional.empty();
    }
    Section found = section.get();
    long end = found.offset() + found.size();
    int header =
        plain.isEmpty() ? OLD_HEADER_BYTES : found.compressed() ? COMPRESSION_HEADER_BYTES : 0;
    if (header > found.size()
        || plain.isPresent() && header > 0 && elf.bytes().i32(found.offset()) != ZLIB) {
      return Optional.empty();
    }
    return Optional.of(
        new SectionStream(
            elf.bytes(),
            found.offset() + header,
            end,
            header > 0 ? Optional.of(new Inflater()) : Optional.empty()));
  }

  /** Where the next byte stands in the expanded section. */
  long position() {
    return bufferStart + next;
  }

  boolean atEnd() throws GoBinaryException {
    return next == buffer.length && !fill();
  }

  int u8() throws GoBinaryException {
    if (next == buffer.length && !fill()) {
      throw tooShort();
    }
    return buffer[next++] & 0xff;
  }

  int u16() throws GoBinaryException {
    return u8() | u8() << 8;
  }

  long u32() throws GoBinaryException {
    return u16() | (long) u16() << Short.SIZE;
  }

  long u64() throws GoBinaryException {
    return u32() | u32() << Integer.SIZE;
  }

  /** An unsigned LEB128 number; of one that has more than 64 bits, the lower ones. */
  long number() throws GoBinaryException {
    long value = 0;
    for (int shift = 0; shift < NUMBER_BITS; shift += 7) {
      int b = u8();
      value |= shift < Long.SIZE ? (long) (b & 0x7f) << shift : 0;
      if (b < 0x80) {
        return value;
      }
    }
    throw GoBinaryException.damaged("debugging data: a number without end");
  }

  /** A text that ends with a zero byte; of one longer than the limit, at most 256, that much. */
  String text(int limit) throws GoBinaryException {
    int length = 0;
    for (int b = u8(); b != 0; b = u8()) {
      if (length < Math.min(limit, text.length)) {
        text[length++] = (byte) b;
      }
    }
    return length == 0 ? "" : new String(text, 0, length, StandardCharsets.UTF_8);
  }

  void skipText() throws GoBinaryException {
    while (u8() != 0) {
      continue;
    }
  }

  /** Goes on behind so many bytes; what is not compressed is not read for that. */
  void skip(long count) throws GoBinaryException {
    if (count < 0) {
      throw tooShort();
    }
    long left = count;
    while (left > buffer.length - next) {
      left -= buffer.length - next;
      next = buffer.length;
      if (inflater.isEmpty()) {
        long jump = Math.min(left, end - source);
        source += jump;
        bufferStart += jump;
        left -= jump;
      }
      if (left > 0 && !fill()) {
        throw tooShort();
      }
    }
    next += (int) left;
  }

  /** The next part; false at the end of the section. */
  private boolean fill() throws GoBinaryException {
    bufferStart += buffer.length;
    next = 0;
    buffer = inflater.isPresent() ? expanded(inflater.get()) : read();
    return buffer.length > 0;
  }

  private byte[] read() throws GoBinaryException {
    int some = (int) Math.min(BUFFER_BYTES, end - source);
    byte[] part = bytes.bytes(source, some);
    source += some;
    return part;
  }

  private byte[] expanded(Inflater from) throws GoBinaryException {
    if (bufferStart >= EXPANDED_LIMIT) {
      throw GoBinaryException.damaged("debugging data: a section expands without end");
    }
    byte[] part = buffer.length == BUFFER_BYTES ? buffer : new byte[BUFFER_BYTES];
    try {
      while (true) {
        int some = from.inflate(part);
        if (some == part.length) {
          return part;
        }
        if (some > 0) {
          byte[] less = new byte[some];
          System.arraycopy(part, 0, less, 0, some);
          return less;
        }
        byte[] input = from.finished() || from.needsDictionary() ? new byte[0] : read();
        if (input.length == 0) {
          return input;
        }
        from.setInput(input);
      }
    } catch (DataFormatException e) {
      throw GoBinaryException.damaged("debugging data: a section cannot be expanded");
    }
  }

  private static GoBinaryException tooShort() {
    return GoBinaryException.damaged("debugging data: a section is too short");
  }

  @Override
  public void close() {
    inflater.ifPresent(Inflater::end);
  }
}
