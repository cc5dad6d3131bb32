package io.graydiff.goruntime;

import io.graydiff.ffi.Errno;
import io.graydiff.ffi.Native;
import io.graydiff.ffi.NativeLibrary;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * The memory of another process, read by process_vm_readv (Linux 3.2, CONFIG_CROSS_MEMORY_ATTACH)
 * while it runs on; the process is neither stopped nor does it notice. Needs the right to trace it:
 * the same user, or CAP_SYS_PTRACE. Not safe for use by several threads.
 */
final class RemoteMemory {
  /** IOV_MAX of Linux. */
  private static final int RANGES_A_CALL = 1024;

  private static final int IOVEC_BYTES = 16;

  /** What a thread keeps to read into; larger reads are rare and take memory of their own. */
  private static final int KEPT_BYTES = 1 << 18;

  /** Memory outside the heap is freed late, so that it is taken once: by each thread that reads. */
  private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

  private static final class Scratch {
    final ByteBuffer remote = Native.allocate(RANGES_A_CALL * IOVEC_BYTES);
    final ByteBuffer local = Native.allocate(IOVEC_BYTES);
    final ByteBuffer into = Native.allocate(KEPT_BYTES);
  }

  /**
   * A stretch of the process's memory.
   *
   * @param address of the first byte
   * @param length in bytes
   */
  record Range(long address, int length) {}

  private final int pid;

  RemoteMemory(int pid) {
    this.pid = pid;
  }

  int pid() {
    return pid;
  }

  /**
   * Reads stretches one behind the other, with as few system calls as there can be.
   *
   * @return the bytes of all ranges in their order, little-endian
   * @throws TargetMemoryException when a range is not readable or the process is gone
   */
  ByteBuffer read(List<Range> ranges) throws TargetMemoryException {
    int total = ranges.stream().mapToInt(Range::length).sum();
    Scratch scratch = SCRATCH.get();
    ByteBuffer into = total > KEPT_BYTES ? Native.allocate(total) : scratch.into.clear();
    for (int from = 0; from < ranges.size(); from += RANGES_A_CALL) {
      readBatch(ranges.subList(from, Math.min(from + RANGES_A_CALL, ranges.size())), into, scratch);
    }
    byte[] bytes = new byte[total];
    into.get(0, bytes);
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Reads one stretch. */
  ByteBuffer read(long address, int length) throws TargetMemoryException {
    return read(List.of(new Range(address, length)));
  }

  private void readBatch(List<Range> ranges, ByteBuffer into, Scratch scratch)
      throws TargetMemoryException {
    ByteBuffer remote = scratch.remote.clear();
    int wanted = 0;
    for (Range range : ranges) {
      remote.putLong(range.address()).putLong(range.length());
      wanted += range.length();
    }
    ByteBuffer local = scratch.local.clear();
    local.putLong(Native.address(into) + into.position()).putLong(wanted);
    long got = Native.c().process_vm_readv(pid, local.flip(), 1, remote.flip(), ranges.size(), 0);
    if (got < 0) {
      throw failed(NativeLibrary.errno());
    }
    if (got < wanted) {
      throw new TargetMemoryException(
          "process %d: only %d of %d bytes could be read".formatted(pid, got, wanted));
    }
    into.position(into.position() + wanted);
  }

  private TargetMemoryException failed(Errno errno) {
    String what = "process " + pid + ": ";
    if (errno.equals(Errno.ESRCH)) {
      return new TargetMemoryException(what + "has ended", true);
    }
    if (errno.equals(Errno.EPERM)) {
      return new TargetMemoryException(
          what + "its memory may not be read; run as its user or with CAP_SYS_PTRACE", true);
    }
    return new TargetMemoryException(what + "process_vm_readv failed: " + errno);
  }
}
