package io.graydiff.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.graydiff.fixture.ExactProgram;
import io.graydiff.fixture.MadeUpProfile.Call;
import io.graydiff.fixture.NeedsRoot;
import io.graydiff.histogram.BucketLayout;
import io.graydiff.histogram.Histogram;
import io.graydiff.publish.Published;
import io.graydiff.signal.Signal;
import io.graydiff.window.Series;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@NeedsRoot
class ParkTruthIT {
  private static final Duration TIME = Duration.ofMillis(100);
  private static final int GOROUTINES = 16;
  private static final int ATTEMPTS = 5;

  /** The runtime's name of each kind of wait; of "waitgroup" it differs by version. */
  private static final Map<String, String> REASONS =
      Map.of(
          "chan", "chan receive",
          "send", "chan send",
          "select", "select",
          "sleep", "sleep",
          "mutex", "sync.Mutex.Lock",
          "rwmutex", "sync.RWMutex.RLock",
          "cond", "sync.Cond.Wait");

  private static final Call PARK =
      new Call(
          "runtime/chan.go",
          "runtime.chanrecv",
          "func chanrecv(",
          "runtime.gopark",
          "gopark(chanparkcommit");

  /** How often a kind was done, and the longest wait that a goroutine measured itself. */
  private record Done(int times, long longestNanos) {}

  @ParameterizedTest
  @CsvSource({
    "1.22, semacquire, 1.23, semacquire",
    "1.24, sync.WaitGroup.Wait, 1.26, sync.WaitGroup.Wait",
  })
  void parksAreNamedAndTimed(
      String baselineGo, String baselineGroup, String canaryGo, String canaryGroup)
      throws Exception {
    parksAreNamedAndTimed(
        ExactProgram.build(baselineGo), baselineGroup, ExactProgram.build(canaryGo), canaryGroup);
  }

  /** Where gopark is part of another function, nobody passes its own begin. */
  @ParameterizedTest
  @MethodSource("io.graydiff.truth.GuidedBuilds#pairs")
  void parksThatAProfileInlinedAreNamedAndTimed(String baselineGo, String canaryGo)
      throws Exception {
    parksAreNamedAndTimed(
        GuidedBuilds.build("exact", baselineGo, "runtime", List.of(PARK)),
        groupReason(baselineGo),
        GuidedBuilds.build("exact", canaryGo, "runtime", List.of(PARK)),
        groupReason(canaryGo));
  }

  private static String groupReason(String version) {
    return version.compareTo("1.24") < 0 ? "semacquire" : "sync.WaitGroup.Wait";
  }

  private static void parksAreNamedAndTimed(
      Path baselineProgram, String baselineGroup, Path canaryProgram, String canaryGroup)
      throws Exception {
    try (ExactProgram baseline = ExactProgram.startFrom(baselineProgram);
        ExactProgram canary = ExactProgram.startFrom(canaryProgram);
        Measurement measurement = Measurement.of(baseline, canary)) {
      Published before = measurement.begin();
      Map<String, Done> baselineDone = parkAll(baseline, baselineGroup);
      Map<String, Done> canaryDone = parkAll(canary, canaryGroup);
      Published after =
          measurement.settledAfter(
              now ->
                  hasAll(new Growth(before.baseline(), now.baseline()), baselineDone)
                      && hasAll(new Growth(before.canary(), now.canary()), canaryDone));
      check(baseline, new Growth(before.baseline(), after.baseline()), baselineDone);
      check(canary, new Growth(before.canary(), after.canary()), canaryDone);
    }
  }

  private static Map<String, Done> parkAll(ExactProgram program, String groupReason)
      throws Exception {
    Map<String, Done> done = new LinkedHashMap<>();
    Map<String, String> reasons = new LinkedHashMap<>(REASONS);
    reasons.put("waitgroup", groupReason);
    for (Map.Entry<String, String> kind : reasons.entrySet()) {
      done.put(kind.getValue(), park(program, kind.getKey()));
    }
    return done;
  }

  /** Until every goroutine waited: one that came late, on a busy machine, need not have parked. */
  private static Done park(ExactProgram program, String kind) throws Exception {
    ExactProgram.Waits waits;
    int times = 0;
    long longest = 0;
    do {
      waits = program.park(kind, TIME, GOROUTINES);
      longest = Math.max(longest, waits.longestNanos());
      times++;
    } while (waits.shortestNanos() < TIME.toNanos() / 2 && times < ATTEMPTS);
    assertThat(waits.shortestNanos()).as(kind).isGreaterThanOrEqualTo(TIME.toNanos() / 2);
    return new Done(times, longest);
  }

  private static boolean hasAll(Growth growth, Map<String, Done> done) {
    return done.keySet().stream().allMatch(reason -> parks(growth, reason).count() >= GOROUTINES);
  }

  private static Histogram parks(Growth growth, String reason) {
    return growth.values(new Series(Signal.PARK_LATENCY, reason));
  }

  private static void check(ExactProgram program, Growth growth, Map<String, Done> all) {
    all.forEach(
        (reason, done) -> {
          Histogram parks = parks(growth, reason);
          System.out.printf(
              "%s %s: %d parks, p50 %.1f ms%n",
              program.goVersion(), reason, parks.count(), parks.quantile(0.5) / 1e6);
          String what = program.goVersion() + " " + reason;
          assertThat(parks.count()).as(what).isGreaterThanOrEqualTo(GOROUTINES);
          // Who is woken to find a mutex taken parks again.
          if (!reason.equals("sync.Mutex.Lock")) {
            assertThat(parks.count()).as(what).isLessThanOrEqualTo((long) GOROUTINES * done.times);
          }
          long inTime = 0;
          for (int bucket = BucketLayout.indexOf(TIME.toNanos());
              bucket < BucketLayout.BUCKETS;
              bucket++) {
            inTime += parks.count(bucket);
          }
          assertThat(inTime).as(what).isGreaterThan(GOROUTINES / 2);
          assertThat(parks.quantile(1))
              .as(what)
              .isLessThanOrEqualTo(BucketLayout.upper(BucketLayout.indexOf(done.longestNanos)));
        });
  }
}
