package io.graydiff.kernel;

import io.graydiff.ffi.LibC;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A BPF array in memory that the kernel's programs and this process share (BPF_F_MMAPABLE, Linux
 * 5.5). Reads make no system call and never wait: a word is read whole, and two words may be of
 * different moments. Elements lie one behind the other, each rounded up to 8 bytes. Thread-safe
 * until it is closed; the owner closes it after the last reader.
 */
public final class MappedArray implements AutoCloseable {
  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final Mapping mapping;
  private final ByteBuffer memory;
  private final int stride;

  private MappedArray(Mapping mapping, int skipped, int stride) {
    this.mapping = mapping;
    ByteBuffer pages = mapping.view();
    this.memory = pages.slice(skipped, pages.capacity() - skipped).order(pages.order());
    this.stride = stride;
  }

  /** Maps the pages that hold some elements; offsets count from the first of these. */
  static MappedArray map(String name, int fd, int first, int entries, int valueSize)
      throws KernelException {
    int stride = (valueSize + 7) & ~7;
    long from = (long) first * stride;
    long fromPage = from / Mapping.PAGE * Mapping.PAGE;
    long end = from + (long) entries * stride;
    long endPage = (end + Mapping.PAGE - 1) / Mapping.PAGE * Mapping.PAGE;
    Mapping mapping =
        Mapping.of(name, fd, endPage - fromPage, LibC.PROT_READ | LibC.PROT_WRITE, fromPage);
    return new MappedArray(mapping, (int) (from - fromPage), stride);
  }

  /** Bytes from one element to the next. */
  public int stride() {
    return stride;
  }

  /** A 64-bit counter that the kernel adds to. Opaque: never torn, never cached. */
  public long getLongOpaque(int byteOffset) {
    return (long) LONG.getOpaque(memory, byteOffset);
  }

  /** A word for the kernel's programs to see, after all that was written before it. */
  public void putLongRelease(int byteOffset, long value) {
    LONG.setRelease(memory, byteOffset, value);
  }

  @Override
  public void close() {
    mapping.close();
  }
}
