package io.graydiff.signal;

import static io.graydiff.signal.Kind.COUNT;
import static io.graydiff.signal.Kind.DISTRIBUTION;
import static io.graydiff.signal.Kind.LEVEL;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What graydiff can measure about a Go process, by the names that users see. The names are part of
 * the public interface: they stand in configuration, JSON and metric labels.
 */
public enum Signal {
  HTTP_REQUEST_LATENCY(
      "http.request.latency", DISTRIBUTION, Unit.SECONDS, "handler start to response finished"),
  HTTP_CONNECTION_DURATION(
      "http.connection.duration",
      DISTRIBUTION,
      Unit.SECONDS,
      Worse.EITHER,
      "life of net/http.(*conn).serve"),
  GRPC_REQUEST_LATENCY(
      "grpc.request.latency", DISTRIBUTION, Unit.SECONDS, "gRPC stream handled by the server"),
  ALLOC_SIZE("alloc.size", DISTRIBUTION, Unit.BYTES, "requested size of each heap allocation"),
  ALLOC_LATENCY("alloc.latency", DISTRIBUTION, Unit.SECONDS, "time in the allocator"),
  PARK_LATENCY(
      "park.latency",
      DISTRIBUTION,
      Unit.SECONDS,
      "runtime.gopark until the goroutine runs again",
      "reason"),
  SCHEDULE_LATENCY("schedule.latency", DISTRIBUTION, Unit.SECONDS, "runnable to running"),
  GC_PAUSE("gc.pause", DISTRIBUTION, Unit.SECONDS, "each stop-the-world", "phase"),
  GC_CYCLE_DURATION(
      "gc.cycle.duration", DISTRIBUTION, Unit.SECONDS, "mark phase of each collection"),
  GC_ASSIST_LATENCY(
      "gc.assist.latency", DISTRIBUTION, Unit.SECONDS, "time an allocation helps to mark"),
  LOCK_WAIT("lock.wait", DISTRIBUTION, Unit.SECONDS, "slow paths of sync.Mutex and RWMutex"),
  TLS_HANDSHAKE_LATENCY(
      "tls.handshake.latency", DISTRIBUTION, Unit.SECONDS, "server side of a TLS handshake"),
  STACK_SIZE("stack.size", DISTRIBUTION, Unit.BYTES, "new size of each goroutine stack that grew"),
  ALLOC_BYTES("alloc.bytes", COUNT, Unit.BYTES, "heap bytes allocated"),
  ALLOC_OBJECTS("alloc.objects", COUNT, Unit.ONE, "heap objects allocated"),
  SLICE_GROWTHS("slice.growths", COUNT, Unit.ONE, "slices that append moved to more room"),
  SYNCMAP_OPERATIONS("syncmap.operations", COUNT, Unit.ONE, "operations on sync.Map"),
  GC_CPU_SECONDS("gc.cpu.seconds", COUNT, Unit.SECONDS, "CPU time of the garbage collector"),
  GC_CYCLES("gc.cycles", COUNT, Unit.ONE, "collections started"),
  GOROUTINE_CREATED("goroutine.created", COUNT, Unit.ONE, "goroutines started"),
  GOROUTINE_EXITED("goroutine.exited", COUNT, Unit.ONE, Worse.EITHER, "goroutines ended"),
  GOROUTINE_STUCK(
      "goroutine.stuck", COUNT, Unit.ONE, "goroutines that had to wait for another for 10 s"),
  PANICS("panics", COUNT, Unit.ONE, "calls of panic, recovered or not"),
  GOEXITS("goexits", COUNT, Unit.ONE, "calls of runtime.Goexit"),
  THROWS("throws", COUNT, Unit.ONE, "fatal errors of the runtime"),
  STACK_GROWTHS("stack.growths", COUNT, Unit.ONE, "goroutine stacks copied to a larger one"),
  TIMERS_STARTED("timers.started", COUNT, Unit.ONE, "timers and tickers created"),
  TIMERS_STOPPED("timers.stopped", COUNT, Unit.ONE, Worse.EITHER, "timers and tickers stopped"),
  CONTEXTS_TIMED_OUT("contexts.timed_out", COUNT, Unit.ONE, "contexts whose deadline passed"),
  CONTEXTS_CANCELLED(
      "contexts.cancelled", COUNT, Unit.ONE, "contexts cancelled before their deadline"),
  LOCK_WAIT_SECONDS(
      "lock.wait.seconds", COUNT, Unit.SECONDS, "time waited for locks, those of the runtime too"),
  THREADS_WOKEN("threads.woken", COUNT, Unit.ONE, "threads started or woken to run goroutines"),
  TLS_HANDSHAKES_STARTED(
      "tls.handshakes.started", COUNT, Unit.ONE, Worse.EITHER, "server handshakes begun"),
  TLS_HANDSHAKES_FINISHED(
      "tls.handshakes.finished", COUNT, Unit.ONE, Worse.LOWER, "server handshakes ended"),
  HTTP_RESPONSES_2XX("http.responses.2xx", COUNT, Unit.ONE, Worse.LOWER, "responses of success"),
  HTTP_RESPONSES_3XX("http.responses.3xx", COUNT, Unit.ONE, Worse.EITHER, "redirections"),
  HTTP_RESPONSES_4XX("http.responses.4xx", COUNT, Unit.ONE, "responses that blame the client"),
  HTTP_RESPONSES_5XX("http.responses.5xx", COUNT, Unit.ONE, "responses of failure"),
  PROCESS_CPU_SECONDS("process.cpu.seconds", COUNT, Unit.SECONDS, "CPU time used"),
  PROCESS_FAULTS_MINOR("process.faults.minor", COUNT, Unit.ONE, "pages mapped on first touch"),
  PROCESS_FAULTS_MAJOR("process.faults.major", COUNT, Unit.ONE, "pages read from a disk"),
  PROCESS_SWITCHES_VOLUNTARY(
      "process.switches.voluntary", COUNT, Unit.ONE, "threads that gave up their CPU to wait"),
  PROCESS_SWITCHES_INVOLUNTARY(
      "process.switches.involuntary", COUNT, Unit.ONE, "threads that lost their CPU"),
  GOROUTINE_LIVE("goroutine.live", LEVEL, Unit.ONE, "goroutines that exist"),
  TIMERS_ACTIVE("timers.active", LEVEL, Unit.ONE, "timers in the runtime's heaps"),
  HEAP_LIVE_BYTES("heap.live.bytes", LEVEL, Unit.BYTES, "heap that the last collection marked"),
  HEAP_RETAINED_BYTES(
      "heap.retained.bytes", LEVEL, Unit.BYTES, "heap in use or kept for later use"),
  HEAP_RELEASED_BYTES(
      "heap.released.bytes", LEVEL, Unit.BYTES, Worse.LOWER, "heap given back to the system"),
  PROCESS_RESIDENT_BYTES("process.resident.bytes", LEVEL, Unit.BYTES, "resident memory"),
  PROCESS_THREADS("process.threads", LEVEL, Unit.ONE, "threads of the operating system"),
  PROCESS_FDS("process.fds", LEVEL, Unit.ONE, "open file descriptors");

  /** A change by less than this share is not called a regression, unless configured otherwise. */
  public static final double DEFAULT_TOLERANCE = 0.03;

  private static final Map<String, Signal> BY_ID =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(Signal::id, Function.identity()));

  private final String id;
  private final Kind kind;
  private final Unit unit;
  private final Worse worse;
  private final String meaning;
  private final Optional<String> label;

  Signal(String id, Kind kind, Unit unit, String meaning) {
    this(id, kind, unit, Worse.HIGHER, meaning, Optional.empty());
  }

  Signal(String id, Kind kind, Unit unit, String meaning, String label) {
    this(id, kind, unit, Worse.HIGHER, meaning, Optional.of(label));
  }

  Signal(String id, Kind kind, Unit unit, Worse worse, String meaning) {
    this(id, kind, unit, worse, meaning, Optional.empty());
  }

  Signal(String id, Kind kind, Unit unit, Worse worse, String meaning, Optional<String> label) {
    this.id = id;
    this.kind = kind;
    this.unit = unit;
    this.worse = worse;
    this.meaning = meaning;
    this.label = label;
  }

  /** The signal of that public name, or empty. */
  public static Optional<Signal> byId(String id) {
    return Optional.ofNullable(BY_ID.get(id));
  }

  /** The public name, such as {@code http.request.latency}. */
  public String id() {
    return id;
  }

  public Kind kind() {
    return kind;
  }

  public Unit unit() {
    return unit;
  }

  /** The direction that is a regression unless configured otherwise. */
  public Worse worse() {
    return worse;
  }

  /** A phrase for tables and help. */
  public String meaning() {
    return meaning;
  }

  /** The name of the one label by which this signal is also split, such as {@code reason}. */
  public Optional<String> label() {
    return label;
  }
}
