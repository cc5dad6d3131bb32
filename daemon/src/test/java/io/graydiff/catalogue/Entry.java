package io.graydiff.catalogue;

import io.graydiff.signal.Signal;
import io.graydiff.window.Series;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A fault of the faultlab and the signals that have to show it, the most telling one first. */
enum Entry {
  LONG_STOP("long-stop", "long stop-the-world", Signal.GC_PAUSE),
  GC_TUNING("gc-tuning", "GC tuning that hides a leak", Signal.GC_CYCLES, Signal.GC_CPU_SECONDS),
  GOROUTINE_LEAK("goroutine-leak", "goroutine leak", Signal.GOROUTINE_LIVE),
  BLOCKED_SEND(
      "blocked-send",
      "channel without a default",
      List.of(new Series(Signal.PARK_LATENCY, "chan send"))),
  STUCK_SELECT(
      "stuck-select",
      "goroutines stuck for ever",
      List.of(Series.whole(Signal.GOROUTINE_STUCK), new Series(Signal.PARK_LATENCY, "select"))),
  STARVATION("starvation", "scheduler starvation", Signal.SCHEDULE_LATENCY),
  WAKEUPS(
      "wakeups",
      "threads woken needlessly",
      Signal.THREADS_WOKEN,
      Signal.PROCESS_SWITCHES_VOLUNTARY),
  BIG_LOCK("big-lock", "one big lock", Signal.LOCK_WAIT),
  WRITE_LOCK("write-lock", "RWMutex taken for writing", Signal.LOCK_WAIT),
  SYNC_MAP("sync-map", "sync.Map misuse", Signal.SYNCMAP_OPERATIONS),
  SLICE_GROWTH("slice-growth", "slice growth", Signal.ALLOC_BYTES, Signal.SLICE_GROWTHS),
  BOXING("boxing", "interface boxing", Signal.ALLOC_OBJECTS, Signal.ALLOC_SIZE),
  TIMER_LEAK("timer-leak", "timer leak", Signal.TIMERS_ACTIVE),
  GOEXIT("goexit", "Goexit inside defer", Signal.GOEXITS),
  PANIC_LOOP("panic-loop", "panics recovered in a loop", Signal.PANICS),
  STACK_OVERFLOW("stack-overflow", "fatal throw", Signal.THROWS),
  STACK_GROWTH("stack-growth", "stack growth storm", Signal.STACK_GROWTHS, Signal.STACK_SIZE),
  SLOW_HANDSHAKE("slow-handshake", "TLS handshake", Signal.TLS_HANDSHAKE_LATENCY),
  CONTEXT_TIMEOUT(
      "context-timeout", "context timeouts", Signal.HTTP_RESPONSES_5XX, Signal.CONTEXTS_TIMED_OUT),
  STREAM_STALL("stream-stall", "HTTP/2 stream stall", Signal.HTTP_REQUEST_LATENCY),
  GRPC_STALL("grpc-stall", "gRPC stream stall", Signal.GRPC_REQUEST_LATENCY),
  MEMORY_KEPT("memory-kept", "memory kept", Signal.HEAP_LIVE_BYTES, Signal.PROCESS_RESIDENT_BYTES),
  PAGE_FAULTS("page-faults", "memory returned too eagerly", Signal.PROCESS_FAULTS_MINOR),
  BUSY_REQUEST("busy-request", "CPU per request", Signal.PROCESS_CPU_SECONDS);

  private final String fault;
  private final String title;
  private final List<Series> series;

  Entry(String fault, String title, Signal... signals) {
    this(fault, title, Arrays.stream(signals).map(Series::whole).toList());
  }

  Entry(String fault, String title, List<Series> series) {
    this.fault = fault;
    this.title = title;
    this.series = series;
  }

  /** The switch of the faultlab. */
  String fault() {
    return fault;
  }

  String title() {
    return title;
  }

  /** Those that have to show it. */
  List<Series> series() {
    return series;
  }

  /**
   * The load of each of its processes, healthy or not, where it is not the usual one: growing
   * slices are dear to count, and what handshakes grow comes in bursts that short windows seldom
   * see.
   */
  List<String> load() {
    return this == SLICE_GROWTH ? List.of("-rate", "200") : List.of();
  }

  /** What is compared: requests, too, by which counts are divided. */
  Set<Signal> compared() {
    Set<Signal> all = EnumSet.of(Signal.HTTP_REQUEST_LATENCY);
    series.forEach(one -> all.add(one.signal()));
    return all;
  }

  /** A signal, with the value of its label if it is one. */
  static String name(Series series) {
    String id = series.signal().id();
    return series.isWhole() ? id : id + " (" + series.labelValue() + ")";
  }
}
