package io.graydiff.kernel;

/**
 * Offsets and numbers of {@code bpf/graydiff.h}, and nothing else. A test compares them with the
 * header, both ways.
 *
 * <pre>
 *   gd_summary  | sum u64 | count u64 | marks u8[144] |
 *   gd_rows     | summaries gd_summary[92] | buckets u32[92][1152] |
 *   gd_counters | events u64[32] |
 *   gd_stats    | hits u64[32] | dear_hits u64[32] | spans_lost, events_lost, stacks_lost u64 | reserved u64[5] |
 *   gd_control  | opened_at u64[32] | closed_at u64[32] | most_hits u64[32] | closes_with u64[32] |
 *               | disturbed_until u64 | alloc_sample_bytes u64 |
 *   gd_target   | population u32 | reserved u32 | slow_request_ns u64 | offsets u16[12] |
 *               | floor_ns u32[4] |
 *   gd_span_key | pid u32 | probe u32 | g u64 |
 *   gd_span     | start_ns u64 | detail u64 |
 *   gd_event    | type u32 | pid u32 | time_ns u64 | value u64 | goid u64 | text char[96] |
 *               | callers u64[8] |
 *   gd_alarm    | probe u64 |
 *   gd_stack    | kind u32 | pid u32 | weight u64 | flags u32 | depth u32 | pcs u64[32] |
 * </pre>
 */
public final class KernelAbi {
  public static final int GD_SUB_BITS = 5;
  public static final int GD_MAX_EXPONENT = 40;
  public static final int GD_BUCKETS = 1152;
  public static final int GD_BUCKETS_A_MARK = 8;

  public static final int GD_SERIES_HTTP_REQUEST = 0;
  public static final int GD_SERIES_HTTP_CONNECTION = 1;
  public static final int GD_SERIES_ALLOC_SIZE = 2;
  public static final int GD_SERIES_ALLOC_LATENCY = 3;
  public static final int GD_SERIES_SCHEDULE = 4;
  public static final int GD_SERIES_GC_CYCLE = 5;
  public static final int GD_SERIES_GC_ASSIST = 6;
  public static final int GD_SERIES_LOCK_WAIT = 7;
  public static final int GD_SERIES_TLS_HANDSHAKE = 8;
  public static final int GD_SERIES_STACK_SIZE = 9;
  public static final int GD_SERIES_GRPC_REQUEST = 10;
  public static final int GD_SERIES_PAUSE = 11;
  public static final int GD_PAUSE_REASONS = 17;
  public static final int GD_SERIES_PARK = 28;
  public static final int GD_PARK_REASONS = 64;
  public static final int GD_SERIES = 92;

  public static final int GD_COUNT_GC_CYCLES = 0;
  public static final int GD_COUNT_GOROUTINES_CREATED = 1;
  public static final int GD_COUNT_GOROUTINES_EXITED = 2;
  public static final int GD_COUNT_PANICS = 3;
  public static final int GD_COUNT_GOEXITS = 4;
  public static final int GD_COUNT_THROWS = 5;
  public static final int GD_COUNT_STACK_GROWTHS = 6;
  public static final int GD_COUNT_TIMERS_STARTED = 7;
  public static final int GD_COUNT_TIMERS_STOPPED = 8;
  public static final int GD_COUNT_CONTEXTS_TIMED_OUT = 9;
  public static final int GD_COUNT_REQUESTS = 10;
  public static final int GD_COUNT_REQUESTS_LEFT_OUT = 11;
  public static final int GD_COUNT_SLICE_GROWTHS = 12;
  public static final int GD_COUNT_SYNCMAP_OPERATIONS = 13;
  public static final int GD_COUNT_CONTEXTS_CANCELLED = 14;
  public static final int GD_COUNT_THREADS_WOKEN = 15;
  public static final int GD_COUNT_TLS_STARTED = 16;
  public static final int GD_COUNT_TLS_FINISHED = 17;
  public static final int GD_COUNT_RESPONSES_2XX = 18;
  public static final int GD_COUNT_RESPONSES_3XX = 19;
  public static final int GD_COUNT_RESPONSES_4XX = 20;
  public static final int GD_COUNT_RESPONSES_5XX = 21;
  public static final int GD_COUNTS = 32;

  public static final int GD_PROBE_HTTP = 0;
  public static final int GD_PROBE_CONNECTION = 1;
  public static final int GD_PROBE_ALLOC_SIZE = 2;
  public static final int GD_PROBE_ALLOC_LATENCY = 3;
  public static final int GD_PROBE_PARK = 4;
  public static final int GD_PROBE_EXECUTE = 5;
  public static final int GD_PROBE_GC = 6;
  public static final int GD_PROBE_GC_ASSIST = 7;
  public static final int GD_PROBE_LOCK = 8;
  public static final int GD_PROBE_TLS = 9;
  public static final int GD_PROBE_GOROUTINE = 10;
  public static final int GD_PROBE_FAILURE = 11;
  public static final int GD_PROBE_STACK = 12;
  public static final int GD_PROBE_TIMER = 13;
  public static final int GD_PROBE_CONTEXT = 14;
  public static final int GD_PROBE_GRPC = 15;
  public static final int GD_PROBE_SLICE = 16;
  public static final int GD_PROBE_SYNCMAP = 17;
  public static final int GD_PROBE_THREAD = 18;
  public static final int GD_PROBE_PROFILE = 19;
  public static final int GD_PROBE_ALLOC_STACK = 20;
  public static final int GD_PROBES = 32;

  public static final int GD_STRIPES = 8;

  public static final int GD_FLOOR_ALLOC = 0;
  public static final int GD_FLOOR_ASSIST = 1;
  public static final int GD_FLOOR_LOCK = 2;
  public static final int GD_FLOORS = 4;

  public static final int GD_EVENT_EXEC = 1;
  public static final int GD_EVENT_EXIT = 2;
  public static final int GD_EVENT_SLOW_REQUEST = 3;
  public static final int GD_EVENT_PANIC = 4;
  public static final int GD_EVENT_PANIC_ENDS = 5;
  public static final int GD_EVENT_THROW = 6;
  public static final int GD_EVENT_TEXT = 96;
  public static final int GD_EVENT_CALLERS = 8;

  public static final int GD_STACK_CPU = 1;
  public static final int GD_STACK_ALLOC = 2;
  public static final int GD_STACK_DEPTH = 32;
  public static final int GD_STACK_IN_KERNEL = 1;

  public static final int GD_COOKIE_CONDITION = 256;
  public static final int GD_COOKIE_DEAR = 512;
  public static final int GD_COOKIE_PROGRAM_SHIFT = 32;

  public static final int SUMMARY_SUM = 0;
  public static final int SUMMARY_COUNT = 8;
  public static final int SUMMARY_MARKS = 16;
  public static final int SUMMARY_SIZE = SUMMARY_MARKS + GD_BUCKETS / GD_BUCKETS_A_MARK;

  public static final int ROWS_BUCKETS = GD_SERIES * SUMMARY_SIZE;
  public static final int ROWS_SIZE = ROWS_BUCKETS + GD_SERIES * GD_BUCKETS * Integer.BYTES;

  public static final int COUNTERS_SIZE = GD_COUNTS * Long.BYTES;

  public static final int STATS_HITS = 0;
  public static final int STATS_DEAR_HITS = GD_PROBES * Long.BYTES;
  public static final int STATS_RUN_NANOS = STATS_DEAR_HITS + GD_PROBES * Long.BYTES;
  public static final int STATS_RUNS_TIMED = STATS_RUN_NANOS + GD_PROBES * Long.BYTES;
  public static final int STATS_SPANS_LOST = STATS_RUNS_TIMED + GD_PROBES * Long.BYTES;
  public static final int STATS_EVENTS_LOST = STATS_SPANS_LOST + Long.BYTES;
  public static final int STATS_STACKS_LOST = STATS_EVENTS_LOST + Long.BYTES;
  public static final int STATS_SIZE = STATS_SPANS_LOST + 8 * Long.BYTES;

  public static final int CONTROL_OPENED_AT = 0;
  public static final int CONTROL_CLOSED_AT = GD_PROBES * Long.BYTES;
  public static final int CONTROL_MOST_HITS = CONTROL_CLOSED_AT + GD_PROBES * Long.BYTES;
  public static final int CONTROL_CLOSES_WITH = CONTROL_MOST_HITS + GD_PROBES * Long.BYTES;
  public static final int CONTROL_DISTURBED_UNTIL = CONTROL_CLOSES_WITH + GD_PROBES * Long.BYTES;
  public static final int CONTROL_ALLOC_SAMPLE_BYTES = CONTROL_DISTURBED_UNTIL + Long.BYTES;
  public static final int CONTROL_SIZE = CONTROL_ALLOC_SAMPLE_BYTES + Long.BYTES;

  public static final int TARGET_POPULATION = 0;
  public static final int TARGET_SLOW_REQUEST_NS = 8;
  public static final int TARGET_G_GOID = 16;
  public static final int TARGET_G_WAIT_REASON = 18;
  public static final int TARGET_G_TRACKING = 20;
  public static final int TARGET_G_TRACKING_STAMP = 22;
  public static final int TARGET_REQUEST_URL = 24;
  public static final int TARGET_URL_PATH = 26;
  public static final int TARGET_RESPONSE_STATUS = 28;
  public static final int TARGET_STREAM_WROTE_HEADER = 30;
  public static final int TARGET_CONTEXT_ERR = 32;
  public static final int TARGET_FLOOR_NS = 40;
  public static final int TARGET_SIZE = TARGET_FLOOR_NS + GD_FLOORS * Integer.BYTES;

  public static final int SPAN_KEY_PID = 0;
  public static final int SPAN_KEY_PROBE = 4;
  public static final int SPAN_KEY_SIZE = 16;
  public static final int SPAN_START_NS = 0;
  public static final int SPAN_DETAIL = 8;
  public static final int SPAN_SIZE = 16;

  public static final int EVENT_TYPE = 0;
  public static final int EVENT_PID = 4;
  public static final int EVENT_TIME_NS = 8;
  public static final int EVENT_VALUE = 16;
  public static final int EVENT_GOID = 24;
  public static final int EVENT_TEXT = 32;
  public static final int EVENT_CALLERS = EVENT_TEXT + GD_EVENT_TEXT;
  public static final int EVENT_SIZE = EVENT_CALLERS + GD_EVENT_CALLERS * Long.BYTES;

  public static final int STACK_KIND = 0;
  public static final int STACK_PID = 4;
  public static final int STACK_WEIGHT = 8;
  public static final int STACK_FLAGS = 16;
  public static final int STACK_DEPTH = 20;
  public static final int STACK_PCS = 24;
  public static final int STACK_SIZE = STACK_PCS + GD_STACK_DEPTH * Long.BYTES;

  public static final int ALARM_PROBE = 0;
  public static final int ALARM_SIZE = 8;

  private KernelAbi() {}
}
