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
  LOCK_WAIT("lock.wait", DISTRIBUTION, Unit.SECONDS, "slow path of sync.Mutex"),
  TLS_HANDSHAKE_LATENCY(
      "tls.handshake.latency", DISTRIBUTION, Unit.SECONDS, "server side of a TLS handshake"),
  GC_CYCLES("gc.cycles", COUNT, Unit.ONE, "collections started"),
  GOROUTINE_CREATED("goroutine.created", COUNT, Unit.ONE, "goroutines started"),
  GOROUTINE_EXITED("goroutine.exited", COUNT, Unit.ONE, Worse.EITHER, "goroutines ended"),
  PANICS("panics", COUNT, Unit.ONE, "calls of panic, recovered or not"),
  GOEXITS("goexits", COUNT, Unit.ONE, "calls of runtime.Goexit"),
  THROWS("throws", COUNT, Unit.ONE, "fatal errors of the runtime"),
  STACK_GROWTHS("stack.growths", COUNT, Unit.ONE, "goroutine stacks copied to a larger one"),
  TIMERS_STARTED("timers.started", COUNT, Unit.ONE, "timers and tickers created"),
  TIMERS_STOPPED("timers.stopped", COUNT, Unit.ONE, Worse.EITHER, "timers and tickers stopped"),
  CONTEXTS_TIMED_OUT("contexts.timed_out", COUNT, Unit.ONE, "contexts whose deadline passed"),
  PROCESS_CPU_SECONDS("process.cpu.seconds", COUNT, Unit.SECONDS, "CPU time used"),
  GOROUTINE_LIVE("goroutine.live", LEVEL, Unit.ONE, "goroutines that exist"),
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
