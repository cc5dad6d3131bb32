package io.graydiff.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.graydiff.fixture.ExactProgram;
import io.graydiff.fixture.NeedsRoot;
import io.graydiff.publish.Published;
import io.graydiff.signal.Signal;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NeedsRoot
class AllocationTruthIT {
  private static final int[] SIZES = {8, 16, 24, 100, 1024, 4096, 40_000};
  private static final int GOROUTINES = 8;
  private static final int EACH = 1000;
  private static final int LARGE_EACH = 100;

  @ParameterizedTest
  @CsvSource({"1.22, 1.23", "1.24, 1.26", "1.27, 1.27"})
  void everyAllocationIsCountedOnceInTheBucketOfItsSize(String baselineGo, String canaryGo)
      throws Exception {
    try (ExactProgram baseline = ExactProgram.start(baselineGo);
        ExactProgram canary = ExactProgram.start(canaryGo);
        Measurement measurement = Measurement.of(baseline, canary)) {
      Published before = measurement.begin();
      Map<Integer, Long> expected = new TreeMap<>();
      for (int size : SIZES) {
        // Sizes that the compiler knows take other ways than sizes that it does not.
        boolean pointers = size % 16 == 8;
        int each = size > 4096 ? LARGE_EACH : EACH;
        baseline.allocate(each, size, GOROUTINES, pointers);
        canary.allocate(each, size, GOROUTINES, pointers);
        expected.put(size, (long) each * GOROUTINES);
      }
      Published after =
          measurement.settledAfter(
              now ->
                  counted(before, now, true).equals(expected)
                      && counted(before, now, false).equals(expected));
      System.out.println(baseline.goVersion() + " " + counted(before, after, true));
      System.out.println(canary.goVersion() + " " + counted(before, after, false));
      assertThat(counted(before, after, true)).as(baseline.goVersion()).isEqualTo(expected);
      assertThat(counted(before, after, false)).as(canary.goVersion()).isEqualTo(expected);
      assertThat(after.result().loss().events()).isZero();
      assertThat(after.result().loss().samples()).isZero();
      assertThat(growth(before, after, true).values(Signal.ALLOC_LATENCY).count())
          .isGreaterThanOrEqualTo(expected.values().stream().mapToLong(Long::longValue).sum());
    }
  }

  private static Growth growth(Published before, Published after, boolean baseline) {
    return baseline
        ? new Growth(before.baseline(), after.baseline())
        : new Growth(before.canary(), after.canary());
  }

  private static Map<Integer, Long> counted(Published before, Published after, boolean baseline) {
    Map<Integer, Long> counted = new TreeMap<>();
    for (int size : SIZES) {
      counted.put(size, growth(before, after, baseline).allocations(size));
    }
    return counted;
  }
}
