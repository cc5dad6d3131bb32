package io.graydiff.kernel;

import io.graydiff.ffi.Errno;
import io.graydiff.ffi.LibBpf;
import io.graydiff.ffi.LibbpfLog;
import io.graydiff.ffi.Native;
import io.graydiff.ffi.NativeLibrary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Predicate;

/**
 * An object file of BPF programs and maps, first open (sizes and constants can be set), then loaded
 * into the kernel. Closing it unloads everything. Not thread-safe while it is being set up.
 */
public final class BpfObject implements AutoCloseable {
  private static final LibBpf BPF = Native.bpf();

  /** BPF_PROG_TYPE_KPROBE, the type of uprobe programs. */
  private static final int PROGRAM_TYPE_KPROBE = 2;

  private final String name;
  private long handle;

  private BpfObject(String name, long handle) {
    this.name = name;
    this.handle = handle;
  }

  /**
   * Opens an object that is a resource on the class path.
   *
   * @param resource such as {@code /bpf/graydiff.bpf.o}
   */
  public static BpfObject open(String resource) throws KernelException {
    byte[] bytes = read(resource);
    ByteBuffer memory = Native.allocate(bytes.length).put(bytes).flip();
    LibbpfLog.clear();
    long handle = BPF.bpf_object__open_mem(memory, bytes.length, 0);
    if (handle == 0) {
      throw new KernelException("open " + resource, NativeLibrary.errno(), LibbpfLog.lines());
    }
    return new BpfObject(resource, handle);
  }

  private static byte[] read(String resource) {
    try (InputStream in = BpfObject.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is not in this build; run: make -C bpf");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(resource, e);
    }
  }

  /** Sets how many entries a map gets; before {@link #load}. */
  public void size(String map, int entries) throws KernelException {
    check(BPF.bpf_map__set_max_entries(map(map), entries), "size map " + map);
  }

  /** Sets the constants ({@code const volatile}) of the programs; before {@link #load}. */
  public void constants(int... words) throws KernelException {
    ByteBuffer data = Native.allocate(words.length * Integer.BYTES);
    Arrays.stream(words).forEach(data::putInt);
    check(
        BPF.bpf_map__set_initial_value(map(".rodata"), data.flip(), data.limit()),
        "set constants of " + name);
  }

  /** Of the programs of uprobes only these are loaded; before {@link #load}. */
  public void loadUprobes(Predicate<String> wanted) throws KernelException {
    for (long p = BPF.bpf_object__next_program(handle, 0);
        p != 0;
        p = BPF.bpf_object__next_program(handle, p)) {
      if (BPF.bpf_program__type(p) == PROGRAM_TYPE_KPROBE) {
        String program = BPF.bpf_program__name(p);
        check(
            BPF.bpf_program__set_autoload(p, wanted.test(program)),
            "choose the program " + program);
      }
    }
  }

  /** Says that a uprobe program will be attached to many sites at a time; before {@link #load}. */
  public void attachByMultiLinks(String program) throws KernelException {
    check(
        BPF.bpf_program__set_expected_attach_type(
            BPF.bpf_object__find_program_by_name(handle, program), MultiLink.ATTACH_TYPE),
        "set the attach type of " + program);
  }

  /** Loads all maps and the programs that are wanted into the kernel. */
  public void load() throws KernelException {
    LibbpfLog.clear();
    int result = BPF.bpf_object__load(handle);
    if (result < 0) {
      throw new KernelException("load " + name, Errno.of(result), LibbpfLog.lines());
    }
  }

  /** The descriptor of a loaded program. */
  public int program(String program) {
    return descriptor(BPF.bpf_object__find_program_by_name(handle, program), program);
  }

  /** A loaded map. */
  public BpfMap openMap(String map) {
    return new BpfMap(map, BPF.bpf_map__fd(map(map)));
  }

  /** A loaded map, mapped into this process. */
  public MappedArray mapArray(String map) throws KernelException {
    long m = map(map);
    return MappedArray.map(
        map, BPF.bpf_map__fd(m), 0, BPF.bpf_map__max_entries(m), BPF.bpf_map__value_size(m));
  }

  /**
   * Some elements of a loaded map, mapped into this process: memory that is mapped counts as this
   * process's own, touched or not.
   */
  public MappedArray mapArray(String map, int first, int entries) throws KernelException {
    long m = map(map);
    return MappedArray.map(map, BPF.bpf_map__fd(m), first, entries, BPF.bpf_map__value_size(m));
  }

  /** A loaded ring buffer, mapped into this process. */
  public EventRing mapRing(String map) throws KernelException {
    long m = map(map);
    return EventRing.map(map, BPF.bpf_map__fd(m), BPF.bpf_map__max_entries(m));
  }

  /** A loaded ring buffer whose reader waits for records. */
  public AlarmRing mapAlarms(String map) throws KernelException {
    return AlarmRing.of(mapRing(map), BPF.bpf_map__fd(map(map)));
  }

  private long map(String map) {
    long m = BPF.bpf_object__find_map_by_name(handle, map);
    if (m == 0) {
      throw new IllegalArgumentException(name + " has no map " + map);
    }
    return m;
  }

  private int descriptor(long program, String what) {
    int fd = program == 0 ? -1 : BPF.bpf_program__fd(program);
    if (fd < 0) {
      throw new IllegalArgumentException(name + " has no loaded program " + what);
    }
    return fd;
  }

  private static void check(int result, String operation) throws KernelException {
    if (result < 0) {
      throw new KernelException(operation, Errno.of(result));
    }
  }

  @Override
  public void close() {
    if (handle != 0) {
      BPF.bpf_object__close(handle);
      handle = 0;
    }
  }
}
