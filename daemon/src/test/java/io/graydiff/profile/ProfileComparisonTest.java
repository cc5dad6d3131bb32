package io.graydiff.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ProfileComparisonTest {
  private static final double ALPHA = 0.01;

  /** Newcombe 1998, table II, (a): 56 of 70 against 48 of 80, 95 %. */
  @Test
  void theIntervalOfTwoProportionsIsThatOfThePaper() {
    double oneTest = 0.05 * CpuClass.values().length;
    Profile profile =
        ProfileComparison.of(
            classes(Map.of(CpuClass.USER, 48L, CpuClass.GC, 32L)),
            classes(Map.of(CpuClass.USER, 56L, CpuClass.GC, 14L)),
            oneTest,
            0);
    Share user = profile.classes().get(0);
    assertThat(user.name()).isEqualTo("user");
    assertThat(user.difference()).isCloseTo(0.2, within(1e-12));
    assertThat(user.low()).isCloseTo(0.0524, within(5e-5));
    assertThat(user.high()).isCloseTo(0.3339, within(5e-5));
    assertThat(user.shown()).isTrue();
  }

  /** Forty functions, drawn from the same shares in both groups, are all said not to differ. */
  @Test
  void whatDoesNotDifferIsSeldomShownToDiffer() {
    SplittableRandom random = new SplittableRandom(7);
    int wrong = 0;
    int rounds = 400;
    for (int round = 0; round < rounds; round++) {
      Profile profile =
          ProfileComparison.of(
              functions(draw(random, 2000)), functions(draw(random, 3000)), 0.05, 0);
      wrong += profile.functions().stream().anyMatch(Share::shown) ? 1 : 0;
    }
    assertThat((double) wrong / rounds).isLessThan(0.05 + 3 * Math.sqrt(0.05 * 0.95 / rounds));
  }

  private static Map<String, Long> draw(SplittableRandom random, int samples) {
    Map<String, Long> counts = new HashMap<>();
    for (int i = 0; i < samples; i++) {
      double u = random.nextDouble();
      counts.merge("f" + (int) (40 * u * u), 1L, Long::sum);
    }
    return counts;
  }

  @Test
  void aFunctionThatGrewComesFirst() {
    Profile profile =
        ProfileComparison.of(
            functions(Map.of("main.old", 900L, "main.grown", 100L)),
            functions(Map.of("main.old", 700L, "main.grown", 290L, "main.rare", 4L)),
            ALPHA,
            3);
    assertThat(profile.functions())
        .extracting(Share::name)
        .containsExactly("main.old", "main.grown");
    assertThat(profile.functions()).allMatch(Share::shown);
    assertThat(profile.lost()).isEqualTo(3);
  }

  @Test
  void withoutSamplesNothingIsShown() {
    Profile profile =
        ProfileComparison.of(GroupProfile.EMPTY, functions(Map.of("main.f", 100L)), ALPHA, 0);
    Share only = profile.functions().get(0);
    assertThat(only.shown()).isFalse();
    assertThat(only.baseline().share()).isNaN();
    assertThat(ProfileComparison.of(GroupProfile.EMPTY, GroupProfile.EMPTY, ALPHA, 0))
        .isEqualTo(Profile.NONE);
  }

  @Test
  void allocatedBytesAreComparedByTheirWeights() {
    GroupProfile baseline =
        allocations(
            Map.of(
                "main.a", SampledBytes.NONE.plus(300, 4096),
                "main.b", SampledBytes.NONE.plus(100, 4096)));
    GroupProfile canary =
        allocations(
            Map.of(
                "main.a", SampledBytes.NONE.plus(300, 4096),
                "main.b", SampledBytes.NONE.plus(3, 1 << 20)));
    Profile profile = ProfileComparison.of(baseline, canary, ALPHA, 0);
    Share b = profile.allocations().stream().filter(s -> s.name().equals("main.b")).findAny().get();
    assertThat(b.baseline().share()).isEqualTo(0.25);
    assertThat(b.baseline().perSecond()).isEqualTo(100 * 4096 / 2.0);
    assertThat(b.canary().share()).isGreaterThan(0.7);
    assertThat(b.shown()).as("three samples, however large").isFalse();
  }

  @Test
  void goroutinesAreSortedByWhatDiffersForEachProcess() {
    GoroutineCount.Place leak = new GoroutineCount.Place("main.leak", "chan receive");
    GoroutineCount.Place pool = new GoroutineCount.Place("main.pool", "select");
    Profile profile =
        ProfileComparison.of(
            goroutines(Map.of(pool, new GoroutineCount(80, 0, 0, 1)), 1),
            goroutines(
                Map.of(
                    pool, new GoroutineCount(160, 0, 0, 1),
                    leak, new GoroutineCount(20, 20, 18, 30)),
                2),
            ALPHA,
            0);
    assertThat(profile.goroutines()).extracting(GoroutineRow::place).containsExactly(leak, pool);
    assertThat(profile.canary().oldestSeconds()).isEqualTo(30);
  }

  private static GroupProfile classes(Map<CpuClass, Long> classes) {
    return new GroupProfile(classes, Map.of(), Map.of(), 0, Map.of(), 0, 1, Double.NaN);
  }

  private static GroupProfile functions(Map<String, Long> functions) {
    long all = functions.values().stream().mapToLong(Long::longValue).sum();
    return new GroupProfile(
        Map.of(CpuClass.USER, all), functions, Map.of(), 0, Map.of(), 0, 1, Double.NaN);
  }

  private static GroupProfile allocations(Map<String, SampledBytes> allocations) {
    return new GroupProfile(Map.of(), Map.of(), allocations, 2, Map.of(), 0, 1, Double.NaN);
  }

  private static GroupProfile goroutines(
      Map<GoroutineCount.Place, GoroutineCount> goroutines, int counted) {
    return new GroupProfile(Map.of(), Map.of(), Map.of(), 0, goroutines, counted, 1, Double.NaN);
  }
}
