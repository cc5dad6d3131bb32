package io.graydiff.truth;

import io.graydiff.fixture.ExactProgram;
import io.graydiff.fixture.GoBuild;
import io.graydiff.gobinary.GoBinary;
import io.graydiff.gobinary.GoBinaryException;
import io.graydiff.histogram.BucketLayout;
import io.graydiff.histogram.Histogram;
import io.graydiff.probe.PlacementPlanner;
import io.graydiff.publish.Published;
import io.graydiff.signal.Signal;
import io.graydiff.window.Series;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * One program of the matrix: lets it do what is known exactly, and says how what was measured of it
 * differs. Each check returns what is wrong, or nothing.
 */
final class MatrixCell {
  private static final int[] SIZES = {8, 16, 24, 100, 1024, 4096, 40_000};
  private static final int WORKERS = 4;
  private static final int EACH = 500;
  private static final int LARGE_EACH = 50;
  private static final int REQUESTS = 15;
  private static final long SLEEP_NANOS = 10_000_000;
  private static final Duration PARK = Duration.ofMillis(10);
  private static final int PARKED = 8;
  private static final int SPAWNED = 100;
  private static final int GOEXITS = 20;
  private static final int PANICS = 50;
  private static final int COLLECTIONS = 2;
  private static final Set<Signal> CHECKED =
      EnumSet.of(
          Signal.ALLOC_SIZE,
          Signal.ALLOC_LATENCY,
          Signal.GOROUTINE_CREATED,
          Signal.GOROUTINE_EXITED,
          Signal.GOEXITS,
          Signal.PANICS,
          Signal.PARK_LATENCY,
          Signal.GC_CYCLES,
          Signal.GC_CYCLE_DURATION,
          Signal.GC_PAUSE,
          Signal.HTTP_REQUEST_LATENCY,
          Signal.HTTP_CONNECTION_DURATION);
  private static final int OLDEST_WITH_LOCK_REASONS = 21;
  private static final int OLDEST_WITH_GROUP_REASON = 24;

  private final GoBuild build;
  private final ExactProgram program;
  private final boolean baseline;
  private final Map<Signal, String> refused;
  private final Map<String, Long> parked = new TreeMap<>();
  private long mallocs;
  private long sleptMedian;
  private long waitedMedian;
  private long sleptSum;

  MatrixCell(GoBuild build, ExactProgram program, boolean baseline) throws GoBinaryException {
    this.build = build;
    refused = refused(Path.of("/proc/" + program.pid() + "/exe"));
    this.program = program;
    this.baseline = baseline;
  }

  GoBuild build() {
    return build;
  }

  private static Map<Signal, String> refused(Path executable) throws GoBinaryException {
    Map<Signal, String> refused = new TreeMap<>();
    try (GoBinary binary = GoBinary.open(executable)) {
      PlacementPlanner.plan(binary, true)
          .signals()
          .forEach((signal, plan) -> plan.refused().ifPresent(why -> refused.put(signal, why)));
    }
    return refused;
  }

  /**
   * The signals that have to be exact and are refused, with the reason: of these nothing may be
   * counted.
   */
  Map<String, String> refused() {
    Map<String, String> checked = new TreeMap<>();
    refused.forEach(
        (signal, why) -> {
          if (CHECKED.contains(signal)) {
            checked.put(signal.id(), why);
          }
        });
    return checked;
  }

  /** A part of what is checked. */
  record Check(String name, Action act, Question wrong) {
    /** Something that the program is told to do. */
    @FunctionalInterface
    interface Action {
      void run() throws Exception;
    }

    /** What is not as expected, or not yet; empty if all is. */
    @FunctionalInterface
    interface Question {
      List<String> of(Growth growth);
    }
  }

  /** All that is measured by probes, in an order in which nothing disturbs what comes later. */
  List<Check> checks() {
    return List.of(
        new Check("allocations", this::allocate, this::wrongAllocations),
        new Check("goroutines", this::startGoroutines, this::wrongGoroutines),
        new Check("parks", this::park, this::wrongParks),
        new Check(
            "collections", () -> program.command("gc " + COLLECTIONS), this::wrongCollections),
        new Check("requests", this::request, this::wrongRequests));
  }

  Growth growth(Published before, Published after) {
    return baseline
        ? new Growth(before.baseline(), after.baseline())
        : new Growth(before.canary(), after.canary());
  }

  /** Whether nothing is missing any more. */
  Predicate<Published> isDone(Check check, Published before) {
    return now -> check.wrong().of(growth(before, now)).isEmpty();
  }

  private void allocate() throws Exception {
    long before = program.mallocs();
    for (int size : SIZES) {
      program.allocate(size > 4096 ? LARGE_EACH : EACH, size, WORKERS, size % 16 == 8);
    }
    mallocs = program.mallocs() - before;
  }

  private List<String> wrongAllocations(Growth growth) {
    List<String> wrong = new ArrayList<>();
    for (int size : SIZES) {
      long each = (long) (size > 4096 ? LARGE_EACH : EACH) * WORKERS;
      expect(wrong, Signal.ALLOC_SIZE, "allocations of " + size, each, growth.allocations(size));
    }
    expect(
        wrong, Signal.ALLOC_SIZE, "allocations", mallocs, growth.values(Signal.ALLOC_SIZE).count());
    expect(
        wrong,
        Signal.ALLOC_LATENCY,
        "latencies of allocations",
        mallocs,
        growth.values(Signal.ALLOC_LATENCY).count());
    return wrong;
  }

  private void startGoroutines() throws Exception {
    program.command("spawn " + SPAWNED);
    program.command("goexit " + GOEXITS);
    program.command("panic " + PANICS);
  }

  private List<String> wrongGoroutines(Growth growth) {
    List<String> wrong = new ArrayList<>();
    long expected = SPAWNED + GOEXITS;
    expect(
        wrong,
        Signal.GOROUTINE_CREATED,
        "goroutines created",
        expected,
        growth.count(Signal.GOROUTINE_CREATED));
    expect(
        wrong,
        Signal.GOROUTINE_EXITED,
        "goroutines exited",
        expected,
        growth.count(Signal.GOROUTINE_EXITED));
    expect(wrong, Signal.GOEXITS, "goexits", GOEXITS, growth.count(Signal.GOEXITS));
    expect(wrong, Signal.PANICS, "panics", PANICS, growth.count(Signal.PANICS));
    return wrong;
  }

  private void park() throws Exception {
    parked.clear();
    for (Map.Entry<String, String> kind : reasons().entrySet()) {
      ExactProgram.Waits waits = program.park(kind.getKey(), PARK, PARKED);
      // One that came late on a busy machine need not have parked.
      boolean all = waits.shortestNanos() >= PARK.toNanos() / 2;
      parked.merge(kind.getValue(), all ? (long) PARKED : 0, Long::sum);
    }
  }

  /** Ways to park whose number of parks is known, and what each is called. */
  private Map<String, String> reasons() {
    int minor = Integer.parseInt(build.version().substring(2));
    Map<String, String> reasons = new LinkedHashMap<>();
    reasons.put("chan", "chan receive");
    reasons.put("send", "chan send");
    reasons.put("select", "select");
    reasons.put("sleep", "sleep");
    reasons.put("cond", "sync.Cond.Wait");
    reasons.put("rwmutex", minor < OLDEST_WITH_LOCK_REASONS ? "semacquire" : "sync.RWMutex.RLock");
    reasons.put(
        "waitgroup", minor < OLDEST_WITH_GROUP_REASON ? "semacquire" : "sync.WaitGroup.Wait");
    return reasons;
  }

  private List<String> wrongParks(Growth growth) {
    List<String> wrong = new ArrayList<>();
    parked.forEach(
        (reason, expected) -> {
          Histogram parks = growth.values(new Series(Signal.PARK_LATENCY, reason));
          if (refused.containsKey(Signal.PARK_LATENCY)) {
            expect(wrong, "parks for " + reason, 0, parks.count());
          } else if (expected > 0 && parks.count() != expected) {
            wrong.add("parks for " + reason + ": " + parks.count() + " of " + expected);
          } else if (expected > 0 && parks.quantile(0.5) < PARK.toNanos() / 2.0) {
            wrong.add("parks for " + reason + " last " + parks.quantile(0.5) + " ns");
          }
        });
    return wrong;
  }

  private List<String> wrongCollections(Growth growth) {
    List<String> wrong = new ArrayList<>();
    expect(wrong, Signal.GC_CYCLES, "collections", COLLECTIONS, growth.count(Signal.GC_CYCLES));
    expect(
        wrong,
        Signal.GC_CYCLE_DURATION,
        "times of them",
        COLLECTIONS,
        growth.values(Signal.GC_CYCLE_DURATION).count());
    for (String phase : List.of("GC sweep termination", "GC mark termination")) {
      expect(
          wrong,
          Signal.GC_PAUSE,
          "pauses for " + phase,
          COLLECTIONS,
          growth.values(new Series(Signal.GC_PAUSE, phase)).count());
    }
    return wrong;
  }

  private void request() throws Exception {
    long[] slept = new long[REQUESTS];
    long[] waited = new long[REQUESTS];
    try (KeepAliveClient client = new KeepAliveClient(program.serve())) {
      for (int i = 0; i < REQUESTS; i++) {
        long sent = System.nanoTime();
        slept[i] = Long.parseLong(client.get("/sleep?d=" + SLEEP_NANOS + "ns"));
        waited[i] = System.nanoTime() - sent;
      }
    }
    sleptSum = Arrays.stream(slept).sum();
    Arrays.sort(slept);
    Arrays.sort(waited);
    sleptMedian = slept[REQUESTS / 2];
    waitedMedian = waited[REQUESTS / 2];
  }

  private List<String> wrongRequests(Growth growth) {
    List<String> wrong = new ArrayList<>();
    Histogram latency = growth.values(Signal.HTTP_REQUEST_LATENCY);
    expect(wrong, Signal.HTTP_REQUEST_LATENCY, "requests", REQUESTS, growth.requests());
    expect(wrong, Signal.HTTP_REQUEST_LATENCY, "latencies of requests", REQUESTS, latency.count());
    expect(
        wrong,
        Signal.HTTP_RESPONSES_2XX,
        "responses",
        REQUESTS,
        growth.count(Signal.HTTP_RESPONSES_2XX));
    expect(
        wrong,
        Signal.HTTP_CONNECTION_DURATION,
        "connections",
        1,
        growth.values(Signal.HTTP_CONNECTION_DURATION).count());
    if (wrong.isEmpty() && latency.count() > 0) {
      int median = Growth.medianBucket(latency);
      boolean inside =
          median >= BucketLayout.indexOf(sleptMedian)
              && median <= BucketLayout.indexOf(waitedMedian)
              && latency.sum() >= sleptSum;
      if (!inside) {
        wrong.add(
            "handlers slept %d ns, measured %.0f, clients waited %d"
                .formatted(sleptMedian, latency.quantile(0.5), waitedMedian));
      }
    }
    return wrong;
  }

  private void expect(List<String> wrong, Signal signal, String what, long expected, long found) {
    expect(wrong, what, refused.containsKey(signal) ? 0 : expected, found);
  }

  private static void expect(List<String> wrong, String what, long expected, long found) {
    if (found != expected) {
      wrong.add(what + ": " + found + " of " + expected);
    }
  }
}
