package io.graydiff.ffi;

import java.nio.ByteBuffer;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;

/** The few functions of the C library that Java has no word for. */
public interface LibC {
  int PROT_READ = 1;
  int PROT_WRITE = 2;
  int MAP_SHARED = 1;

  /** The address, or -1 with errno set. */
  long mmap(long hint, long length, int protection, int flags, int fd, long at);

  int munmap(long address, long length);

  int O_RDONLY = 0;
  int O_CLOEXEC = 0x80000;

  /** A descriptor, or -1 with errno set. */
  int open(String path, int flags);

  int close(int fd);

  int MFD_CLOEXEC = 1;

  /** Asks for a file that may be executed, whatever the system's default; Linux 6.3. */
  int MFD_EXEC = 0x10;

  /** A descriptor of a file in memory, or -1 with errno set. */
  int memfd_create(String name, int flags);

  int EFD_CLOEXEC = 0x80000;

  /** A descriptor that becomes readable by a write of eight bytes, or -1 with errno set. */
  int eventfd(int initial, int flags);

  long write(int fd, @In ByteBuffer bytes, long count);

  /** The number of bytes read from an offset on, or -1 with errno set. */
  long pread(int fd, @Out ByteBuffer bytes, long count, long at);

  int POLLIN = 1;

  /** Waits until one of some struct pollfd (int fd, short events, short revents) is ready. */
  int poll(@In @Out ByteBuffer descriptors, long count, int milliseconds);

  int geteuid();

  int PRIO_PROCESS = 0;

  /** Sets the nice value; number 0 is the calling thread. 0, or -1 with errno set. */
  int setpriority(int which, int number, int nice);

  /** Fills a struct timespec: seconds, nanoseconds. */
  int clock_gettime(int clock, @Out ByteBuffer time);

  String strerror(int errno);

  /** bpf(2): command, attributes, size of the attributes. */
  long syscall(long number, int command, @In ByteBuffer attributes, int size);

  /**
   * perf_event_open(2).
   *
   * @param pid -1 for every process
   * @param group -1 for none
   * @return a descriptor, or -1 with errno set
   */
  long syscall(long number, @In ByteBuffer attributes, int pid, int cpu, int group, long flags);

  /** Asks something of what is behind a descriptor; 0, or -1 with errno set. */
  int ioctl(int fd, long request, long argument);

  /** Copies memory of another process; the number of bytes copied, or -1 with errno set. */
  long process_vm_readv(
      int pid,
      @In ByteBuffer localVectors,
      long localCount,
      @In ByteBuffer remoteVectors,
      long remoteCount,
      long flags);
}
