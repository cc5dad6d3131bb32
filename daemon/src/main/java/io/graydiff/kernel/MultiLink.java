package io.graydiff.kernel;

import io.graydiff.ffi.Errno;
import io.graydiff.ffi.Native;
import io.graydiff.ffi.NativeLibrary;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** One link for many sites of one file (uprobe_multi, Linux 6.6): attaches and detaches in ms. */
final class MultiLink implements UprobeLink {
  private static final int BPF_LINK_CREATE = 28;
  private static final int ATTRIBUTES = 64;

  private final int sites;
  private int fd;

  private MultiLink(int fd, int sites) {
    this.fd = fd;
    this.sites = sites;
  }

  static MultiLink attach(int program, String path, long[] offsets, long[] cookies)
      throws KernelException {
    int fd = create(program, path, offsets, cookies, 0);
    if (fd < 0) {
      throw new KernelException(
          "attach " + offsets.length + " uprobes to " + path, NativeLibrary.errno());
    }
    return new MultiLink(fd, offsets.length);
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
    int fd = create(program, path, new long[] {0}, new long[] {0}, pid);
    if (fd >= 0) {
      Native.c().close(fd);
      return false;
    }
    return NativeLibrary.errno().equals(with);
  }

  private static int create(int program, String path, long[] offsets, long[] cookies, int pid) {
    byte[] name = path.getBytes(StandardCharsets.UTF_8);
    ByteBuffer pathMemory = Native.allocate(name.length + 1).put(name);
    ByteBuffer offsetMemory = words(offsets);
    ByteBuffer cookieMemory = words(cookies);
    // union bpf_attr.link_create of linux/bpf.h
    ByteBuffer attributes = Native.allocate(ATTRIBUTES);
    attributes.putInt(0, program);
    attributes.putInt(8, ATTACH_UPROBE_MULTI);
    attributes.putLong(16, Native.address(pathMemory));
    attributes.putLong(24, Native.address(offsetMemory));
    attributes.putLong(40, Native.address(cookieMemory));
    attributes.putInt(48, offsets.length);
    attributes.putInt(56, pid);
    int fd =
        (int) Native.c().syscall(Native.bpfSystemCall(), BPF_LINK_CREATE, attributes, ATTRIBUTES);
    java.lang.ref.Reference.reachabilityFence(pathMemory);
    java.lang.ref.Reference.reachabilityFence(offsetMemory);
    java.lang.ref.Reference.reachabilityFence(cookieMemory);
    return fd;
  }

  private static ByteBuffer words(long[] values) {
    ByteBuffer memory = Native.allocate(values.length * Long.BYTES);
    for (int i = 0; i < values.length; i++) {
      memory.putLong(i * Long.BYTES, values[i]);
    }
    return memory;
  }

  @Override
  public int sites() {
    return sites;
  }

  @Override
  public synchronized void close() {
    if (fd >= 0) {
      Native.c().close(fd);
      fd = -1;
    }
  }
}
