package io.graydiff.ffi;

import com.kenai.jffi.MemoryIO;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalLong;

/** The bound libraries, each loaded at its first use, and memory that is not Java's. */
public final class Native {
  private static final int PREFERRED_NICE = -15;
  private static final MemoryIO MEMORY = MemoryIO.getInstance();

  private Native() {}

  private static final class BpfHolder {
    static final LibBpf LIBRARY = NativeLibrary.load(LibBpf.class, "libbpf.so.1", "libbpfcc");
  }

  private static final class BccHolder {
    static final LibBcc LIBRARY = NativeLibrary.load(LibBcc.class, "libbcc_bpf.so.0", "libbpfcc");
  }

  private static final class CapstoneHolder {
    static final LibCapstone LIBRARY = loadCapstone();

    /** Debian 12 has version 4, Debian 13 version 5. */
    private static LibCapstone loadCapstone() {
      try {
        return NativeLibrary.load(LibCapstone.class, "libcapstone.so.4", "libcapstone4");
      } catch (MissingLibraryException e) {
        return NativeLibrary.load(LibCapstone.class, "libcapstone.so.5", "libcapstone5");
      }
    }
  }

  private static final class CHolder {
    static final LibC LIBRARY = NativeLibrary.load(LibC.class, "libc.so.6", "libc6");
  }

  public static LibBpf bpf() {
    return BpfHolder.LIBRARY;
  }

  public static LibBcc bcc() {
    return BccHolder.LIBRARY;
  }

  public static LibCapstone capstone() {
    return CapstoneHolder.LIBRARY;
  }

  public static LibC c() {
    return CHolder.LIBRARY;
  }

  /** The number of bpf(2) on this architecture. */
  public static long bpfSystemCall() {
    return System.getProperty("os.arch").equals("aarch64") ? 280 : 321;
  }

  /** The number of perf_event_open(2) on this architecture. */
  public static long perfEventOpenSystemCall() {
    return System.getProperty("os.arch").equals("aarch64") ? 241 : 298;
  }

  /**
   * A view of mapped memory; valid until the memory is unmapped, which the caller orders.
   *
   * @param address of the first byte
   * @param bytes at most 2^31 - 1
   */
  public static ByteBuffer view(long address, long bytes) {
    return MEMORY
        .newDirectByteBuffer(address, Math.toIntExact(bytes))
        .order(ByteOrder.nativeOrder());
  }

  /** A plain read of mapped memory, of which nobody checks that it is. */
  public static int getInt(long address) {
    return MEMORY.getInt(address);
  }

  /** A plain read of mapped memory, of which nobody checks that it is. */
  public static long getLong(long address) {
    return MEMORY.getLong(address);
  }

  /** Fills an array from mapped memory, of which nobody checks that it is. */
  public static void copy(long address, byte[] to) {
    MEMORY.getByteArray(address, to, 0, to.length);
  }

  /**
   * CPU time of another process, all its threads together, ended ones too: its CPU clock, as
   * clock_getcpuclockid(3) numbers it.
   *
   * @return nanoseconds; empty when there is no such process
   */
  public static OptionalLong processCpuNanos(int pid) {
    ByteBuffer time = allocate(2 * Long.BYTES);
    return c().clock_gettime(~pid << 3 | 2, time) == 0
        ? OptionalLong.of(time.getLong(0) * 1_000_000_000L + time.getLong(Long.BYTES))
        : OptionalLong.empty();
  }

  /**
   * Lets the calling thread, and those that it starts, have a CPU before others: for what must not
   * wait and is soon done. Without the right to that (CAP_SYS_NICE) they wait like others.
   */
  public static void preferThisThread() {
    c().setpriority(LibC.PRIO_PROCESS, 0, PREFERRED_NICE);
  }

  /** Zeroed memory outside the heap, in native byte order. */
  public static ByteBuffer allocate(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }

  /** The address of a direct buffer's first byte. */
  public static long address(ByteBuffer direct) {
    return MEMORY.getDirectBufferAddress(direct);
  }
}
