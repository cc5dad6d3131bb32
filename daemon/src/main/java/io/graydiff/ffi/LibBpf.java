package io.graydiff.ffi;

import java.nio.ByteBuffer;
import jnr.ffi.annotations.In;

/**
 * libbpf, version 1: opening and loading of object files. BCC's runtime library stands on it.
 * Handles are addresses; a handle of 0 means failure with errno set. The names and the order of
 * arguments are those of {@code bpf/libbpf.h}.
 */
public interface LibBpf {
  /** Opens the object in this memory, which must stay as it is until the object is loaded. */
  long bpf_object__open_mem(@In ByteBuffer object, long size, long options);

  /** 0, or a negative errno. */
  int bpf_object__load(long object);

  /** Frees the object and all programs and maps in it. */
  void bpf_object__close(long object);

  long bpf_object__find_map_by_name(long object, String name);

  long bpf_object__find_program_by_name(long object, String name);

  /** The program after this one; 0 starts with the first and ends the list. */
  long bpf_object__next_program(long object, long previous);

  String bpf_program__name(long program);

  int bpf_program__fd(long program);

  /** BPF_PROG_TYPE_*. */
  int bpf_program__type(long program);

  int bpf_program__set_expected_attach_type(long program, int type);

  /** Whether the program is loaded with its object. */
  int bpf_program__set_autoload(long program, boolean load);

  int bpf_map__fd(long map);

  int bpf_map__set_max_entries(long map, int entries);

  int bpf_map__max_entries(long map);

  int bpf_map__value_size(long map);

  int bpf_map__set_initial_value(long map, @In ByteBuffer data, long size);

  int libbpf_num_possible_cpus();
}
