package io.graydiff.ffi;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A Capstone handle for one architecture. Not safe for use by several threads.
 *
 * <p>Layout of {@code cs_insn} (capstone.h): id u32, address u64 @8, size u16 @16, the
 * instruction's bytes (16 in version 4, 24 in version 5) @18, mnemonic of 32 characters, operands
 * of 160.
 */
public final class MachineCode implements AutoCloseable {
  /**
   * An instruction as text.
   *
   * @param offset from the start of the code
   * @param size in bytes
   */
  public record Decoded(int offset, int size, String mnemonic, String operands) {}

  private static final int SIZE_AT = 16;
  private static final int BYTES_AT = 18;
  private static final int MNEMONIC_BYTES = 32;
  private static final int OPERAND_BYTES = 160;
  private static final int BATCH = 256;

  private final LibCapstone library = Native.capstone();
  private final ByteBuffer handle = Native.allocate(Long.BYTES);
  private final int mnemonicAt;
  private final int instructionBytes;
  private boolean open = true;

  private MachineCode(int arch, int mode) {
    boolean version4 = library.cs_version(Native.allocate(4), Native.allocate(4)) >> 8 == 4;
    mnemonicAt = BYTES_AT + (version4 ? 16 : 24);
    instructionBytes = version4 ? 240 : 248;
    int error = library.cs_open(arch, mode, handle);
    if (error != 0) {
      throw new IllegalStateException(
          "cs_open for architecture " + arch + " failed with error " + error);
    }
  }

  /** Decodes x86-64. */
  public static MachineCode amd64() {
    return new MachineCode(LibCapstone.CS_ARCH_X86, LibCapstone.CS_MODE_64);
  }

  /** Decodes AArch64. */
  public static MachineCode arm64() {
    return new MachineCode(LibCapstone.CS_ARCH_ARM64, LibCapstone.CS_MODE_LITTLE_ENDIAN);
  }

  /**
   * Decodes from an offset up to the end of the code or to the first bytes that are no instruction,
   * in batches of bounded size.
   *
   * @param address of the first byte of {@code code}, to which relative targets are resolved
   */
  public List<Decoded> decode(byte[] code, int from, long address) {
    List<Decoded> decoded = new ArrayList<>();
    ByteBuffer array = Native.allocate(Long.BYTES);
    int at = from;
    while (at < code.length) {
      ByteBuffer rest = ByteBuffer.wrap(code, at, code.length - at).slice();
      long count =
          library.cs_disasm(handle.getLong(0), rest, rest.remaining(), address + at, BATCH, array);
      if (count == 0) {
        break;
      }
      long first = array.getLong(0);
      try {
        ByteBuffer batch = Native.view(first, count * instructionBytes);
        for (int i = 0; i < count; i++) {
          int start = i * instructionBytes;
          int size = batch.getShort(start + SIZE_AT);
          String mnemonic = text(batch, start + mnemonicAt, MNEMONIC_BYTES);
          String operands = text(batch, start + mnemonicAt + MNEMONIC_BYTES, OPERAND_BYTES);
          decoded.add(new Decoded(at, size, mnemonic, operands));
          at += size;
        }
      } finally {
        library.cs_free(first, count);
      }
    }
    return decoded;
  }

  private static String text(ByteBuffer memory, int at, int limit) {
    int length = 0;
    while (length < limit && memory.get(at + length) != 0) {
      length++;
    }
    byte[] raw = new byte[length];
    memory.get(at, raw);
    return new String(raw, StandardCharsets.US_ASCII);
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      library.cs_close(handle);
    }
  }
}
