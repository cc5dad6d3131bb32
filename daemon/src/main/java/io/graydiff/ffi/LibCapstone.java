package io.graydiff.ffi;

import java.nio.ByteBuffer;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;

/**
 * Capstone, versions 4 and 5: disassembly. Handles and instructions are addresses. The names and
 * the order of arguments are those of {@code capstone/capstone.h}.
 */
public interface LibCapstone {
  int CS_ARCH_ARM64 = 1;
  int CS_ARCH_X86 = 3;
  int CS_MODE_LITTLE_ENDIAN = 0;
  int CS_MODE_64 = 1 << 3;

  /** Version as major shifted by 8, plus minor. */
  int cs_version(@Out ByteBuffer major, @Out ByteBuffer minor);

  /** 0, or an error code. */
  int cs_open(int arch, int mode, @Out ByteBuffer handle);

  /** 0, or an error code. */
  int cs_close(@In @Out ByteBuffer handle);

  /**
   * Decodes up to {@code limit} instructions and stops at the first that is none.
   *
   * @return how many; when it is not 0, the array must be given to {@link #cs_free}
   */
  long cs_disasm(
      long handle, @In ByteBuffer code, long size, long address, long limit, @Out ByteBuffer array);

  void cs_free(long array, long count);
}
