package io.graydiff.target;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The units of /proc, as the kernel tells every process in its auxiliary vector (getauxval(3)):
 * pairs of 64-bit words, a type and a value, ended by type 0.
 *
 * @param pageBytes size of a memory page (AT_PAGESZ)
 */
record KernelConstants(long pageBytes) {
  private static final long AT_PAGESZ = 6;

  /** Those of the running kernel. */
  static KernelConstants read() throws IOException {
    return parse(Files.readAllBytes(Path.of("/proc/self/auxv")));
  }

  static KernelConstants parse(byte[] auxv) throws IOException {
    long pageBytes = 0;
    ByteBuffer words = ByteBuffer.wrap(auxv).order(ByteOrder.nativeOrder());
    while (words.remaining() >= 2 * Long.BYTES) {
      long type = words.getLong();
      long value = words.getLong();
      if (type == AT_PAGESZ) {
        pageBytes = value;
      }
    }
    if (pageBytes <= 0) {
      throw new IOException("/proc/self/auxv tells no page size; is /proc mounted?");
    }
    return new KernelConstants(pageBytes);
  }
}
