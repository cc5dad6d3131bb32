package io.graydiff.kernel;

import java.util.List;

/**
 * The programs of sites, in the order of {@code GD_PROGRAMS} in {@code bpf/graydiff.h}: their
 * numbers stand in attach cookies. A test compares the two.
 */
final class SitePrograms {
  static final List<String> NAMES =
      List.of(
          "alloc_size",
          "alloc_latency_begin",
          "alloc_latency_end",
          "slice_grown",
          "nothing",
          "gc_cycle_begin",
          "gc_cycle_end",
          "world_stopped",
          "world_stopped_for",
          "world_restarted",
          "world_started",
          "gc_assist_begin",
          "gc_assist_end",
          "goexit",
          "panic",
          "panic_ends",
          "throw",
          "goroutine_created",
          "goroutine_exited",
          "stack_copied",
          "grpc_begin",
          "grpc_end",
          "http_begin",
          "http_stream_begin",
          "http_inner_stream_begin",
          "http_head_read",
          "http_end",
          "http_body_closed",
          "http_stream_end",
          "http_stream_status",
          "http_hijack",
          "connection_begin",
          "connection_end",
          "lock_wait_begin",
          "lock_wait_end",
          "syncmap_operation",
          "rwlock_wait_begin",
          "rwlock_wait_end",
          "timer_started",
          "timer_stopped",
          "timer_context_ended",
          "context_ended",
          "tls_handshake_begin",
          "tls_handshake_end",
          "park_begin",
          "park_m_begin",
          "execute",
          "thread_woken");

  private SitePrograms() {}

  /** The bits of an attach cookie that name a program. */
  static long cookie(String program) {
    long number = NAMES.indexOf(program);
    if (number < 0) {
      throw new IllegalArgumentException("no program of sites is called " + program);
    }
    return number << KernelAbi.GD_COOKIE_PROGRAM_SHIFT;
  }
}
