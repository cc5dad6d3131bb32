package io.graydiff.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.graydiff.collect.AgentEvent;
import io.graydiff.collect.KernelProbes;
import io.graydiff.fixture.ExactProgram;
import io.graydiff.fixture.MadeUpProfile.Call;
import io.graydiff.fixture.NeedsRoot;
import io.graydiff.kernel.KernelAbi;
import io.graydiff.publish.Published;
import io.graydiff.signal.Signal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@NeedsRoot
class CountTruthIT {
  private static final int PANICS = 500;
  private static final int SPAWNS = 300;
  private static final int GOEXITS = 100;
  private static final int COLLECTIONS = 3;

  private static final Call CREATE =
      new Call(
          "runtime/proc.go",
          "runtime.newproc.func1",
          "func newproc(\n\tsystemstack(func() {",
          "runtime.newproc1",
          "newproc1(fn, gp, pc");

  @Test
  void rareEventsAreCountedOneByOne() throws Exception {
    rareEventsAreCountedOneByOne(ExactProgram.build("1.22"), ExactProgram.build("1.26"));
  }

  /** Where newproc1 is part of another function, nobody passes its own begin. */
  @ParameterizedTest
  @MethodSource("io.graydiff.truth.GuidedBuilds#pairs")
  void goroutinesWhoseCreationAProfileInlinedAreCounted(String baselineGo, String canaryGo)
      throws Exception {
    rareEventsAreCountedOneByOne(
        GuidedBuilds.build("exact", baselineGo, "runtime", List.of(CREATE)),
        GuidedBuilds.build("exact", canaryGo, "runtime", List.of(CREATE)));
  }

  private static void rareEventsAreCountedOneByOne(Path baselineProgram, Path canaryProgram)
      throws Exception {
    try (ExactProgram baseline = ExactProgram.startFrom(baselineProgram);
        ExactProgram canary = ExactProgram.startFrom(canaryProgram);
        Measurement measurement = Measurement.of(baseline, canary)) {
      Published before = measurement.begin();
      for (ExactProgram program : List.of(baseline, canary)) {
        program.command("panic " + PANICS);
        program.command("spawn " + SPAWNS);
        program.command("goexit " + GOEXITS);
      }
      Published after =
          measurement.settledAfter(
              now ->
                  isDone(new Growth(before.baseline(), now.baseline()))
                      && isDone(new Growth(before.canary(), now.canary())));
      for (Growth growth :
          List.of(
              new Growth(before.baseline(), after.baseline()),
              new Growth(before.canary(), after.canary()))) {
        assertThat(growth.count(Signal.PANICS)).isEqualTo(PANICS);
        assertThat(growth.count(Signal.GOEXITS)).isEqualTo(GOEXITS);
        assertThat(growth.count(Signal.GOROUTINE_CREATED)).isEqualTo(SPAWNS + GOEXITS);
        assertThat(growth.count(Signal.GOROUTINE_EXITED)).isEqualTo(SPAWNS + GOEXITS);
        assertThat(growth.count(Signal.THROWS)).isZero();
      }
      for (ExactProgram program : List.of(baseline, canary)) {
        assertThat(measurement.events())
            .filteredOn(
                event ->
                    event instanceof AgentEvent.Failed failed
                        && failed.pid() == program.pid()
                        && failed.goid() == 1)
            .hasSize(PANICS);
      }
      assertThat(after.result().loss().events()).isZero();
      assertThat(after.result().loss().samples()).isZero();
    }
  }

  private static boolean isDone(Growth growth) {
    return growth.count(Signal.GOROUTINE_EXITED) >= SPAWNS + GOEXITS
        && growth.count(Signal.GOEXITS) >= GOEXITS;
  }

  @Test
  void collectionsAreCountedAndTimed() throws Exception {
    try (ExactProgram baseline = ExactProgram.start("1.22");
        ExactProgram canary = ExactProgram.start("1.27");
        Measurement measurement = Measurement.of(baseline, canary)) {
      Published before = measurement.begin();
      baseline.command("gc " + COLLECTIONS);
      canary.command("gc " + COLLECTIONS);
      Published after =
          measurement.settledAfter(
              now ->
                  cycles(new Growth(before.baseline(), now.baseline())) >= COLLECTIONS
                      && cycles(new Growth(before.canary(), now.canary())) >= COLLECTIONS);
      for (Growth growth :
          List.of(
              new Growth(before.baseline(), after.baseline()),
              new Growth(before.canary(), after.canary()))) {
        assertThat(growth.count(Signal.GC_CYCLES)).isEqualTo(COLLECTIONS);
        assertThat(cycles(growth)).isEqualTo(COLLECTIONS);
        // One to begin to mark and one to end it, in each cycle.
        assertThat(growth.values(Signal.GC_PAUSE).count()).isGreaterThanOrEqualTo(2 * COLLECTIONS);
      }
    }
  }

  private static long cycles(Growth growth) {
    return growth.values(Signal.GC_CYCLE_DURATION).count();
  }

  @Test
  void slowRequestsAreReportedWithTheirPath() throws Exception {
    String path = "/sleep/" + "a-path-of-more-than-thirty-two-bytes";
    try (ExactProgram baseline = ExactProgram.start("1.22");
        ExactProgram canary = ExactProgram.start("1.23")) {
      String address = baseline.serve();
      try (Measurement measurement = Measurement.of(baseline, canary);
          KeepAliveClient client = new KeepAliveClient(address)) {
        measurement.begin();
        for (int i = 0; i < 3; i++) {
          client.get(path + "?d=60ms");
          client.get("/sleep?d=1us");
        }
        measurement.await("three slow requests", () -> slow(measurement, path).size() >= 3);
        assertThat(slow(measurement, path))
            .hasSize(3)
            .allSatisfy(
                request -> {
                  assertThat(request.pid()).isEqualTo((int) baseline.pid());
                  assertThat(request.goid()).isPositive();
                  assertThat(request.nanos()).isGreaterThanOrEqualTo(60_000_000);
                });
      }
    }
  }

  private static List<AgentEvent.SlowRequest> slow(Measurement measurement, String path) {
    return measurement.events().stream()
        .filter(AgentEvent.SlowRequest.class::isInstance)
        .map(AgentEvent.SlowRequest.class::cast)
        .filter(request -> request.path().equals(path))
        .toList();
  }

  @Test
  void whatFindsTheEventRingFullIsCountedAsLost() throws Exception {
    int panics = 5000;
    KernelProbes.Capacity small =
        new KernelProbes.Capacity(KernelProbes.Capacity.USUAL.openSpans(), KernelAbi.EVENT_SIZE);
    try (ExactProgram baseline = ExactProgram.start("1.22");
        ExactProgram canary = ExactProgram.start("1.23");
        Measurement measurement = Measurement.of(baseline, canary, Set.of(Signal.PANICS), small)) {
      Published before = measurement.begin();
      baseline.command("panic " + panics);
      Published after =
          measurement.settledAfter(
              now ->
                  new Growth(before.baseline(), now.baseline()).count(Signal.PANICS) >= panics
                      && now.result().loss().events() + measurement.events().size() >= panics);
      System.out.printf(
          "event ring: %d panics, %d events, %s%n",
          panics, measurement.events().size(), after.result().loss());
      assertThat(new Growth(before.baseline(), after.baseline()).count(Signal.PANICS))
          .isEqualTo(panics);
      assertThat(measurement.events()).hasSizeLessThan(panics).isNotEmpty();
      // Programs that other processes execute meanwhile are events, too.
      assertThat(after.result().loss().events() + measurement.events().size())
          .isGreaterThanOrEqualTo(panics);
    }
  }

  @Test
  void whatFindsTheTableOfOpenSpansFullIsCountedAsLost() throws Exception {
    int goroutines = 64;
    KernelProbes.Capacity small =
        new KernelProbes.Capacity(8, KernelProbes.Capacity.USUAL.eventBytes());
    try (ExactProgram baseline = ExactProgram.start("1.22");
        ExactProgram canary = ExactProgram.start("1.23");
        Measurement measurement =
            Measurement.of(baseline, canary, Set.of(Signal.PARK_LATENCY), small)) {
      Published before = measurement.begin();
      baseline.park("chan", Duration.ofMillis(20), goroutines);
      Published after =
          measurement.settledAfter(
              now ->
                  parks(new Growth(before.baseline(), now.baseline()))
                          + now.result().loss().samples()
                      >= goroutines);
      long recorded = parks(new Growth(before.baseline(), after.baseline()));
      System.out.printf(
          "open spans: %d parks, %d recorded, %s%n", goroutines, recorded, after.result().loss());
      assertThat(after.result().loss().samples()).isPositive();
      assertThat(recorded).isLessThan(goroutines);
      assertThat(recorded + after.result().loss().samples()).isGreaterThanOrEqualTo(goroutines);
    }
  }

  private static long parks(Growth growth) {
    return growth.values(Signal.PARK_LATENCY).count();
  }
}
