package io.graydiff.gobinary;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The direct calls in a program's code, found without disassembling it: on amd64 a byte e8 whose
 * displacement leads to the very entry of a wanted function, on arm64 a BL that does. That a chance
 * byte before a chance displacement does, too, is one in four thousand million for each byte.
 */
final class CallSites {
  private static final int CHUNK_BYTES = 1 << 16;
  private static final int CALL = 0xe8;
  private static final int CALL_BYTES = 5;
  private static final int BL_MASK = 0xfc000000;
  private static final int BL = 0x94000000;
  private static final int BL_UNUSED_BITS = 6;

  private final ElfFile elf;
  private final long start;
  private final long end;

  private CallSites(ElfFile elf, long start, long end) {
    this.elf = elf;
    this.start = start;
    this.end = end;
  }

  /** Those in the functions of this table. */
  static CallSites of(ElfFile elf, PcLineTable table) throws GoBinaryException {
    return new CallSites(elf, table.entry(0), table.entry(table.count()));
  }

  /**
   * How often each function is called, by its name.
   *
   * @param targets names by address
   */
  Map<String, Integer> count(Map<Long, String> targets) throws GoBinaryException {
    Map<String, Integer> calls = new TreeMap<>();
    long offset = elf.offsetOf(start, end - start);
    for (long at = start; at < end; at += CHUNK_BYTES) {
      int length = (int) Math.min(CHUNK_BYTES + CALL_BYTES - 1, end - at);
      byte[] code = elf.bytes().bytes(offset + (at - start), length);
      if (elf.arch() == Arch.AMD64) {
        addAmd64(code, at, targets, calls);
      } else {
        addArm64(code, at, targets, calls);
      }
    }
    return calls;
  }

  private static void addAmd64(
      byte[] code, long address, Map<Long, String> targets, Map<String, Integer> calls) {
    ByteBuffer words = ByteBuffer.wrap(code).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i <= code.length - CALL_BYTES && i < CHUNK_BYTES; i++) {
      if ((code[i] & 0xff) == CALL) {
        add(targets.get(address + i + CALL_BYTES + words.getInt(i + 1)), calls);
      }
    }
  }

  private static void addArm64(
      byte[] code, long address, Map<Long, String> targets, Map<String, Integer> calls) {
    ByteBuffer words = ByteBuffer.wrap(code).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i <= code.length - Integer.BYTES && i < CHUNK_BYTES; i += Integer.BYTES) {
      int word = words.getInt(i);
      if ((word & BL_MASK) == BL) {
        long displacement = (long) (word << BL_UNUSED_BITS >> BL_UNUSED_BITS) * Integer.BYTES;
        add(targets.get(address + i + displacement), calls);
      }
    }
  }

  private static void add(@Nullable String name, Map<String, Integer> to) {
    if (name != null) {
      to.merge(name, 1, Integer::sum);
    }
  }
}
