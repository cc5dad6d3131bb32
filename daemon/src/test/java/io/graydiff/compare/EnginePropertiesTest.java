package io.graydiff.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.graydiff.compare.WindowBuilder.Process;
import io.graydiff.histogram.BucketLayout;
import io.graydiff.histogram.Histogram;
import io.graydiff.signal.Signal;
import io.graydiff.signal.Worse;
import io.graydiff.window.Series;
import io.graydiff.window.Window;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class EnginePropertiesTest {
  private static final Signal LATENCY = Signal.HTTP_REQUEST_LATENCY;
  private static final int WINDOWS = 30;

  @Property(tries = 20)
  void swappingTheGroupsTurnsEveryIntervalRound(@ForAll long seed) {
    ComparisonEngine there = engine(Worse.EITHER);
    ComparisonEngine back = engine(Worse.EITHER);
    for (Window w : windows(seed, 1, 1)) {
      there.accept(w);
      back.accept(new Window(w.sequence(), w.startNanos(), w.endNanos(), w.canary(), w.baseline()));
    }

    List<Change> ours = changes(there).toList();
    List<Change> theirs = changes(back).toList();
    for (int i = 0; i < ours.size(); i++) {
      assertClose(theirs.get(i).ratio(), 1 / ours.get(i).ratio());
      assertClose(theirs.get(i).low(), 1 / ours.get(i).high());
      assertThat(theirs.get(i).verdict()).isEqualTo(ours.get(i).verdict());
    }
    assertThat(back.verdict()).isEqualTo(there.verdict());
  }

  /** Twice the unit moves every value by one power of two, which the layout keeps exact. */
  @Property(tries = 20)
  void theUnitOfTheValuesDoesNotMatter(@ForAll long seed) {
    ComparisonEngine plain = engine(Worse.HIGHER);
    ComparisonEngine doubled = engine(Worse.HIGHER);
    windows(seed, 1, 1).forEach(plain::accept);
    windows(seed, 2, 1).forEach(doubled::accept);

    assertSame(plain, doubled);
  }

  @Property(tries = 20)
  void mergedHistogramsSayTheSameAsTheirParts(@ForAll long seed) {
    ComparisonEngine whole = engine(Worse.HIGHER);
    ComparisonEngine parts = engine(Worse.HIGHER);
    windows(seed, 1, 1).forEach(whole::accept);
    windows(seed, 1, 2).forEach(parts::accept);

    assertSame(whole, parts);
  }

  @Property(tries = 30)
  void aSlowerCanaryIsNeverJudgedMilder(@ForAll long seed) {
    ComparisonEngine milder = engine(Worse.HIGHER);
    ComparisonEngine slower = engine(Worse.HIGHER);
    Random random = new Random(seed);
    WindowBuilder a = new WindowBuilder();
    WindowBuilder b = new WindowBuilder();
    for (int w = 0; w < WINDOWS; w++) {
      long[] baseline = values(random, 300, 1);
      long[] canary = values(random, 300, 1);
      long[] worse = new long[canary.length];
      for (int i = 0; i < worse.length; i++) {
        worse[i] = 2 * canary[i];
      }
      milder.accept(
          a.baseline(1, new Process().values(LATENCY, baseline))
              .canary(2, new Process().values(LATENCY, canary))
              .next());
      slower.accept(
          b.baseline(1, new Process().values(LATENCY, baseline))
              .canary(2, new Process().values(LATENCY, worse))
              .next());
    }

    List<Change> mild = changes(milder).toList();
    List<Change> bad = changes(slower).toList();
    for (int i = 0; i < mild.size(); i++) {
      assertThat(bad.get(i).low()).isGreaterThan(mild.get(i).low());
    }
    assertThat(slower.verdict()).isEqualTo(Verdict.REGRESSION);
  }

  @Property(tries = 60)
  void noCountsMakeAnythingButNumbers(
      @ForAll("extremes") long baseline, @ForAll("extremes") long canary) {
    ComparisonEngine engine = engine(Worse.HIGHER);
    WindowBuilder builder = new WindowBuilder();
    for (int w = 0; w < 20; w++) {
      engine.accept(builder.baseline(1, extreme(baseline)).canary(2, extreme(canary)).next());
    }

    changes(engine)
        .forEach(
            change -> {
              assertThat(change.low()).isNotInfinite();
              assertThat(change.high())
                  .satisfiesAnyOf(
                      high -> assertThat(high).isNaN(), high -> assertThat(high).isPositive());
              boolean interval = !Double.isNaN(change.low());
              assertThat(Double.isNaN(change.high())).isEqualTo(!interval);
              assertThat(change.low() > change.high()).isFalse();
            });
    assertThat(engine.changes().logEvidence()).isFinite();
  }

  @Provide
  Arbitrary<Long> extremes() {
    return Arbitraries.of(0L, 1L, 2L, 1_000_000L, Long.MAX_VALUE / 2, Long.MAX_VALUE);
  }

  private static Process extreme(long count) {
    long[] counts = new long[BucketLayout.BUCKETS];
    counts[100] = count;
    return new Process()
        .histogram(Series.whole(LATENCY), Histogram.of(counts, 100.0 * count))
        .histogram(Series.whole(Signal.PARK_LATENCY), Histogram.of(counts, 100.0 * count))
        .count(Signal.PANICS, count)
        .count(Signal.PROCESS_CPU_SECONDS, count)
        .level(Signal.GOROUTINE_LIVE, count)
        .exposure(count, count);
  }

  private static ComparisonEngine engine(Worse worse) {
    Map<Signal, SignalSettings> settings = new EnumMap<>(Signal.class);
    for (Signal signal : Signal.values()) {
      settings.put(signal, new SignalSettings(0.03, worse, true));
    }
    return new ComparisonEngine(new EngineSettings(0.01, WINDOWS, settings));
  }

  /** The same windows for the same seed, values in other units or spread over processes. */
  private static List<Window> windows(long seed, long unit, int processes) {
    Random random = new Random(seed);
    WindowBuilder builder = new WindowBuilder();
    List<Window> all = new ArrayList<>();
    for (int w = 0; w < WINDOWS; w++) {
      long[] baseline = values(random, 300, unit);
      long[] canary = values(random, 120, unit);
      int panics = random.nextInt(20);
      int more = random.nextInt(20);
      for (int p = 0; p < processes; p++) {
        builder.baseline(1 + p, part(baseline, panics, p, processes));
      }
      // One process in the canary: Welch's interval over processes stays out of it.
      builder.canary(9, part(canary, more, 0, 1));
      all.add(builder.next());
    }
    return all;
  }

  private static Process part(long[] values, int panics, int part, int parts) {
    long[] mine = new long[values.length / parts];
    System.arraycopy(values, part * mine.length, mine, 0, mine.length);
    return new Process()
        .values(LATENCY, mine)
        .count(Signal.PANICS, part == 0 ? panics : 0)
        .exposure(mine.length, 0);
  }

  private static long[] values(Random random, int count, long unit) {
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      values[i] = unit * Math.round(1e6 * Math.exp(0.5 * random.nextGaussian()));
    }
    return values;
  }

  private static void assertSame(ComparisonEngine a, ComparisonEngine b) {
    List<Change> ours = changes(a).toList();
    List<Change> theirs = changes(b).toList();
    assertThat(theirs).hasSameSizeAs(ours);
    for (int i = 0; i < ours.size(); i++) {
      assertClose(theirs.get(i).ratio(), ours.get(i).ratio());
      assertClose(theirs.get(i).low(), ours.get(i).low());
      assertClose(theirs.get(i).high(), ours.get(i).high());
      assertThat(theirs.get(i).verdict()).isEqualTo(ours.get(i).verdict());
    }
  }

  private static void assertClose(double actual, double expected) {
    assertThat(actual).isCloseTo(expected, within(1e-6 * Math.abs(expected)));
  }

  private static Stream<Change> changes(ComparisonEngine engine) {
    return engine.signals().stream().flatMap(r -> r.changes().stream());
  }
}
