package io.graydiff.kernel;

import io.graydiff.ffi.Errno;
import io.graydiff.ffi.Native;
import io.graydiff.ffi.NativeLibrary;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One link for many sites of one file (uprobe_multi, Linux 6.6): attaches and detaches in ms. What
 * the kernel is asked is written once and asked each time.
 */
final class MultiLink implements Uprobes {
  private static final int BPF_LINK_CREATE = 28;
  private static final int ATTRIBUTES = 64;

  /** BPF_TRACE_UPROBE_MULTI. */
  static final int ATTACH_TYPE = 48;

  private final String path;
  private final int sites;
  private final ByteBuffer request;

  MultiLink(int program, String path, long[] offsets, long[] cookies) {
    this.path = path;
    this.sites = offsets.length;
    this.request = request(program, path, offsets, cookies, 0);
  }

  @Override
  public UprobeLink attach() throws KernelException {
    int fd = create(request);
    if (fd < 0) {
      throw new KernelException("attach " + sites + " uprobes to " + path, NativeLibrary.errno());
    }
    return new UprobeLink(List.of(new UprobeLink.Attachment(fd, Native.c()::close)));
  }

  /**
   * Whether the kernel knows these links, and their pid filter tells processes from threads (6.10,
   * 6.6.35). Found out as libbpf does (features.c): a kernel without them says EINVAL to whatever
   * is asked, one with them EBADF to a folder that is to be probed; a pid that cannot be is EINVAL
   * only since the filter was mended.
   */
  static boolean supported(int program) {
    return isRefused(program, "/", 0, Errno.EBADF) && isRefused(program, "/", -1, Errno.EINVAL);
  }

  private static boolean isRefused(int program, String path, int pid, Errno with) {
    int fd = create(request(program, path, new long[] {0}, new long[] {0}, pid));
    if (fd >= 0) {
      Native.c().close(fd);
      return false;
    }
    return NativeLibrary.errno().equals(with);
  }

  private static ByteBuffer request(
      int program, String path, long[] offsets, long[] cookies, int pid) {
    byte[] name = path.getBytes(StandardCharsets.UTF_8);
    int words = offsets.length * Long.BYTES;
    // union bpf_attr.link_create of linux/bpf.h, and behind it what it points to.
    ByteBuffer memory = Native.allocate(ATTRIBUTES + 2 * words + name.length + 1);
    long address = Native.address(memory);
    memory.putInt(0, program);
    memory.putInt(8, ATTACH_TYPE);
    memory.putLong(16, address + ATTRIBUTES + 2 * words);
    memory.putLong(24, address + ATTRIBUTES);
    memory.putLong(40, address + ATTRIBUTES + words);
    memory.putInt(48, offsets.length);
    memory.putInt(56, pid);
    memory.position(ATTRIBUTES);
    memory.asLongBuffer().put(offsets).put(cookies);
    memory.position(ATTRIBUTES + 2 * words).put(name).rewind();
    return memory;
  }

  private static int create(ByteBuffer request) {
    return (int) Native.c().syscall(Native.bpfSystemCall(), BPF_LINK_CREATE, request, ATTRIBUTES);
  }
}
