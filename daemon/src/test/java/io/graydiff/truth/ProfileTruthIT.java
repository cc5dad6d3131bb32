package io.graydiff.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.graydiff.fixture.GoBuild.Form;
import io.graydiff.fixture.NeedsRoot;
import io.graydiff.profile.GoroutineCount;
import io.graydiff.profile.GroupProfile;
import io.graydiff.profile.Profile;
import io.graydiff.profile.SampledBytes;
import io.graydiff.profile.Share;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The profile held against what the programs know of their functions. */
@NeedsRoot
class ProfileTruthIT {
  /** So many standard deviations chance alone does not reach. */
  private static final double CERTAIN = 5;

  private static final int CPU_MILLIS = 2000;
  private static final int LEAKED = 500;
  private static final long ALLOCATED = 10L * 4000 * 512;
  private static final GoroutineCount.Place LEAK =
      new GoroutineCount.Place("main.leak", "chan receive");

  @ParameterizedTest
  @CsvSource({"1.19, DEFAULT, 1.23, DEFAULT", "1.27, DEFAULT, 1.27, PIE_STRIPPED"})
  void sharesOfCpuAreThoseThatTheFunctionsTook(
      String baselineGo, Form baselineForm, String canaryGo, Form canaryForm) throws Exception {
    try (CommandedProgram baseline = CommandedProgram.profiled(baselineGo, baselineForm);
        CommandedProgram canary = CommandedProgram.profiled(canaryGo, canaryForm);
        Measurement measurement = Measurement.of("pid=" + baseline.pid(), "pid=" + canary.pid())) {
      measurement.begin();
      baseline.send("burn " + CPU_MILLIS + " 3 1");
      canary.send("burn " + CPU_MILLIS + " 1 3");
      long[] ofBaseline = baseline.answer();
      long[] ofCanary = canary.answer();
      Profile profile = settled(measurement, baseline, canary);

      // Half of the ticks that so much CPU time makes, to leave room for chance.
      assertThat(Math.min(burnt(profile.baseline()), burnt(profile.canary())))
          .isGreaterThan(CPU_MILLIS * 49L / 1000 / 2);
      assertShare(profile.baseline(), ofBaseline);
      assertShare(profile.canary(), ofCanary);
      Share user = profile.classes().stream().filter(c -> c.name().equals("user")).findAny().get();
      assertThat(user.baseline().share()).isGreaterThan(0.8);
      assertThat(user.canary().share()).isGreaterThan(0.8);
      assertThat(profile.functions())
          .filteredOn(Share::shown)
          .extracting(Share::name)
          .contains("main.burnA", "main.burnB");
      assertThat(profile.lost()).isZero();
    }
  }

  /** One goroutine more in each program: the round that counts it has all that came before. */
  private static Profile settled(
      Measurement measurement, CommandedProgram baseline, CommandedProgram canary)
      throws Exception {
    baseline.tell("leak 1");
    canary.tell("leak 1");
    return settled(
        measurement, p -> Math.min(count(p.baseline(), LEAK), count(p.canary(), LEAK)), 1);
  }

  private static Profile settled(
      Measurement measurement, ToLongFunction<Profile> samples, long enough) throws Exception {
    return measurement
        .settledAfter(now -> samples.applyAsLong(now.result().profile()) >= enough)
        .result()
        .profile();
  }

  private static long burnt(GroupProfile group) {
    return cpu(group, "main.burnA") + cpu(group, "main.burnB");
  }

  private static long cpu(GroupProfile group, String function) {
    return group.functions().getOrDefault(function, 0L);
  }

  private static void assertShare(GroupProfile group, long[] took) {
    double expected = (double) took[0] / (took[0] + took[1]);
    System.out.printf(
        "burnA: %d of %d samples, took %.3f%n", cpu(group, "main.burnA"), burnt(group), expected);
    assertBinomial(cpu(group, "main.burnA"), burnt(group), expected);
  }

  private static void assertBinomial(long hits, long of, double expected) {
    double reach = CERTAIN * Math.sqrt(expected * (1 - expected) / of);
    assertThat((double) hits / of).isBetween(expected - reach, expected + reach);
  }

  @ParameterizedTest
  @CsvSource({"1.19, DEFAULT, 1.23, DEFAULT", "1.27, DEFAULT, 1.27, PIE_STRIPPED"})
  void sharesOfAllocatedBytesAreThoseThatTheFunctionsAllocated(
      String baselineGo, Form baselineForm, String canaryGo, Form canaryForm) throws Exception {
    try (CommandedProgram baseline = CommandedProgram.profiled(baselineGo, baselineForm);
        CommandedProgram canary = CommandedProgram.profiled(canaryGo, canaryForm);
        Measurement measurement = Measurement.of("pid=" + baseline.pid(), "pid=" + canary.pid())) {
      measurement.begin();
      for (int i = 0; i < 10; i++) {
        baseline.tell("allocate 3000 1000");
        canary.tell("allocate 1000 3000");
        Thread.sleep(100);
      }
      Profile profile = settled(measurement, baseline, canary);
      assertAllocated(profile.baseline(), 0.75, profile.lost());
      assertAllocated(profile.canary(), 0.25, profile.lost());
      assertThat(profile.allocations())
          .filteredOn(Share::shown)
          .extracting(Share::name)
          .contains("main.allocateA", "main.object");
    }
  }

  private static SampledBytes of(GroupProfile group, String function) {
    return group.allocations().getOrDefault(function, SampledBytes.NONE);
  }

  private static void assertAllocated(GroupProfile group, double expected, long lost) {
    SampledBytes a = of(group, "main.allocateA");
    SampledBytes b = of(group, "main.object");
    System.out.println("allocateA: " + a + ", object: " + b);
    double share = a.bytes() / (a.bytes() + b.bytes());
    double squares = a.squares() + b.squares();
    double reach =
        CERTAIN * Math.sqrt(expected * (1 - expected) * squares) / (a.bytes() + b.bytes());
    assertThat(share).isBetween(expected - reach, expected + reach);

    double bytes = a.bytes() + b.bytes();
    double certain = CERTAIN * Math.sqrt(squares);
    assertThat(bytes).isLessThan(ALLOCATED + certain);
    // What found the ring full, on a machine that is too busy to empty it, is counted.
    double heaviest = squares / bytes * 2;
    assertThat(bytes + lost * heaviest).isGreaterThan(ALLOCATED - certain);
  }

  @ParameterizedTest
  @CsvSource({"1.19, DEFAULT, 1.23, DEFAULT", "1.27, DEFAULT, 1.27, PIE_STRIPPED"})
  void leakedGoroutinesAreToldByTheirCreatorOneByOne(
      String baselineGo, Form baselineForm, String canaryGo, Form canaryForm) throws Exception {
    try (CommandedProgram baseline = CommandedProgram.profiled(baselineGo, baselineForm);
        CommandedProgram canary = CommandedProgram.profiled(canaryGo, canaryForm);
        Measurement measurement = Measurement.of("pid=" + baseline.pid(), "pid=" + canary.pid())) {
      measurement.begin();
      settled(measurement, p -> Math.min(p.baseline().counted(), p.canary().counted()), 1);
      long[] exist = canary.tell("leak " + LEAKED);
      Profile profile = settled(measurement, p -> count(p.canary(), LEAK), LEAKED);

      assertThat(profile.goroutines().get(0).place()).isEqualTo(LEAK);
      assertThat(profile.goroutines().get(0).baseline().count()).isZero();
      assertThat(profile.goroutines().get(0).canary().count()).isEqualTo(LEAKED);
      assertThat(profile.goroutines().get(0).canary().growth()).isEqualTo(LEAKED);
      assertThat(all(profile.canary())).isEqualTo(exist[0]);
    }
  }

  private static long count(GroupProfile group, GoroutineCount.Place place) {
    return Optional.ofNullable(group.goroutines().get(place)).map(GoroutineCount::count).orElse(0L);
  }

  private static long all(GroupProfile group) {
    return List.copyOf(group.goroutines().values()).stream().mapToLong(GoroutineCount::count).sum();
  }
}
