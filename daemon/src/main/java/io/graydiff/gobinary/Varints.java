package io.graydiff.gobinary;

/** Reads unsigned LEB128 numbers of at most 32 bits, as the pc-value tables hold them. */
final class Varints {
  private final FileBytes bytes;
  private long position;

  Varints(FileBytes bytes, long position) {
    this.bytes = bytes;
    this.position = position;
  }

  long next() throws GoBinaryException {
    long value = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      int b = bytes.u8(position++);
      value |= (long) (b & 0x7f) << shift;
      if (b < 0x80) {
        return value;
      }
    }
    throw GoBinaryException.damaged("a number of more than 32 bits at " + (position - 1));
  }

  long position() {
    return position;
  }

  void skip(long count) {
    position += count;
  }
}
