package io.graydiff.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.graydiff.fixture.ExactProgram;
import io.graydiff.fixture.NeedsRoot;
import io.graydiff.gobinary.GoBinary;
import io.graydiff.goruntime.GoLayouts;
import io.graydiff.goruntime.GoVersion;
import io.graydiff.goruntime.RuntimeCounters;
import io.graydiff.goruntime.RuntimeSnapshot;
import io.graydiff.histogram.Histogram;
import io.graydiff.publish.Published;
import io.graydiff.signal.Signal;
import io.graydiff.window.Series;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Stops of the world as the probes see them, and as the Go runtime keeps them itself: as many, and
 * as long.
 */
@NeedsRoot
class PauseAgreementIT {
  private static final int COLLECTIONS = 30;

  /** The runtime's histogram has four buckets for each power of two, and begins a pause earlier. */
  private static final double FACTOR = 2;

  private static final double QUICK = 0.25;

  @ParameterizedTest
  @CsvSource({"1.19,1.21", "1.22,1.27"})
  void probesAndTheRuntimeAgreeOnPauses(String baselineGo, String canaryGo) throws Exception {
    try (ExactProgram baseline = ExactProgram.start(baselineGo);
        ExactProgram canary = ExactProgram.start(canaryGo);
        Measurement measurement = Measurement.of(baseline, canary)) {
      Published before = measurement.begin();
      RuntimeSnapshot baselineBefore = read(baseline);
      RuntimeSnapshot canaryBefore = read(canary);
      baseline.command("gc " + COLLECTIONS);
      canary.command("gc " + COLLECTIONS);
      Published after =
          measurement.settledAfter(
              now ->
                  pauses(new Growth(before.baseline(), now.baseline())).count() >= 2 * COLLECTIONS
                      && pauses(new Growth(before.canary(), now.canary())).count()
                          >= 2 * COLLECTIONS);
      assertAgree(
          pauses(new Growth(before.baseline(), after.baseline())),
          pauses(baselineBefore, read(baseline)),
          baselineGo);
      assertAgree(
          pauses(new Growth(before.canary(), after.canary())),
          pauses(canaryBefore, read(canary)),
          canaryGo);
    }
  }

  private static void assertAgree(Histogram probed, Histogram kept, String go) {
    assertThat(probed.count()).as("by probes, Go " + go).isEqualTo(2 * COLLECTIONS);
    assertThat(kept.count()).as("by the runtime, Go " + go).isEqualTo(2 * COLLECTIONS);
    // The slower ones depend on what else runs meanwhile, and the median lies between pauses that
    // begin a collection and those that end one.
    double shown = probed.quantile(QUICK);
    double own = kept.quantile(QUICK);
    System.out.printf(
        "gc.pause, Go %s, quick ones: %.0f ns by probes, %.0f by the runtime%n", go, shown, own);
    assertThat(shown).as("quick ones, Go %s", go).isBetween(own / FACTOR, own * FACTOR);
  }

  /** Those of the collector; the runtime keeps others apart. */
  private static Histogram pauses(Growth growth) {
    return Stream.of("GC mark termination", "GC sweep termination")
        .map(phase -> growth.values(new Series(Signal.GC_PAUSE, phase)))
        .reduce(Histogram.EMPTY, Histogram::plus);
  }

  private static Histogram pauses(RuntimeSnapshot before, RuntimeSnapshot after) {
    return after.histogramsSince(before).getOrDefault(Signal.GC_PAUSE, Histogram.EMPTY);
  }

  private static RuntimeSnapshot read(ExactProgram program) throws Exception {
    try (GoBinary binary = GoBinary.open(Path.of("/proc/" + program.pid() + "/exe"))) {
      GoVersion version = GoVersion.of(binary.buildInfo()).orElseThrow();
      return RuntimeCounters.of(
              binary,
              GoLayouts.of(version, binary.arch()).orElseThrow(),
              Math.toIntExact(program.pid()))
          .snapshot();
    }
  }
}
