package io.graydiff.ffi;

import java.nio.ByteBuffer;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;
import org.jspecify.annotations.Nullable;

/**
 * libbcc_bpf, the runtime library of BCC: attaching, and access to maps. It holds no compiler. The
 * names and the order of arguments are those of {@code bcc/libbpf.h}; results below 0 mean failure
 * with errno set.
 */
public interface LibBcc {
  /** Ends a perf event and what it holds. */
  int bpf_close_perf_event_fd(int fd);

  /** PERF_TYPE_SOFTWARE. */
  int TYPE_SOFTWARE = 1;

  /** PERF_COUNT_SW_CPU_CLOCK. */
  int CPU_CLOCK = 0;

  /**
   * Opens a perf event and runs a program at each of its samples.
   *
   * @param samplePeriod events between two samples; 0: by frequency
   * @param sampleFrequency samples a second
   * @param pid -1 for whatever runs on the CPU
   * @param groupDescriptor -1 for none
   * @return the perf event's descriptor, to be closed with {@link #bpf_close_perf_event_fd}
   */
  int bpf_attach_perf_event(
      int program,
      int type,
      int config,
      long samplePeriod,
      long sampleFrequency,
      int pid,
      int cpu,
      int groupDescriptor);

  /** Attaches to a tracepoint without tracefs; the descriptor holds it. */
  int bpf_attach_raw_tracepoint(int program, String tracepoint);

  int bpf_update_elem(int map, @In ByteBuffer key, @In ByteBuffer value, long flags);

  int bpf_lookup_elem(int map, @In ByteBuffer key, @Out ByteBuffer value);

  int bpf_delete_elem(int map, @In ByteBuffer key);

  /**
   * Copies entries.
   *
   * @param from position of the last call; null begins
   * @param next position for the next call, 4 bytes; may be {@code from}
   * @param count 4 bytes: room for so many, then how many there were
   * @return below 0 with ENOENT at the end, behind which {@code count} may have a last few
   */
  int bpf_lookup_batch(
      int map,
      @In @Nullable ByteBuffer from,
      @Out ByteBuffer next,
      @Out ByteBuffer keys,
      @Out ByteBuffer values,
      ByteBuffer count);
}
