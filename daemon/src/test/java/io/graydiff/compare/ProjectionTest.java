package io.graydiff.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.graydiff.signal.Signal;
import io.graydiff.signal.Worse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProjectionTest {
  private static final Signal LATENCY = Signal.HTTP_REQUEST_LATENCY;
  private static final int ASKED_AT = 30;
  private static final int LAST = 1500;

  @Test
  void foretellsWithinAFactorOfThreeWhenAPassOrARegressionWillCome() {
    double[] same = new double[16];
    double[] slower = new double[16];
    for (int run = 0; run < same.length; run++) {
      same[run] = foretoldOverTrue(new Random(run), 1.0);
      slower[run] = foretoldOverTrue(new Random(run), 1.06);
    }

    assertThat(median(same)).isBetween(1 / 3.0, 3.0);
    assertThat(median(slower)).isBetween(1 / 3.0, 3.0);
  }

  @Test
  void whatItsIntervalDoesNotHoldBackWaitsForSomethingElseThanTime() {
    Change change = new Change("p95", 1.0, 0.99, 1.01, 0.03, Verdict.INCONCLUSIVE);

    assertThat(windows(change, Worse.HIGHER)).isInfinite();
  }

  @Test
  void whatItsIntervalBarelyHoldsBackIsDecidedSoon() {
    Change change = new Change("p95", 1.0, 0.9, 1.1001, 0.1, Verdict.INCONCLUSIVE);

    assertThat(windows(change, Worse.HIGHER)).isLessThan(3);
  }

  @Test
  void theCloserToItsToleranceTheLongerAChangeTakes() {
    double near =
        windows(new Change("p95", 1.02, 0.9, 1.16, 0.03, Verdict.INCONCLUSIVE), Worse.HIGHER);
    double far =
        windows(new Change("p95", 0.98, 0.86, 1.11, 0.03, Verdict.INCONCLUSIVE), Worse.HIGHER);

    assertThat(near).isGreaterThan(far).isFinite();
  }

  @Test
  void nothingIsForetoldBeforeThereIsAnInterval() {
    Change change = new Change("p95", 1.0, Double.NaN, Double.NaN, 0.03, Verdict.INCONCLUSIVE);

    assertThat(Projection.of(change, yardstick(Worse.HIGHER))).isEmpty();
  }

  @Test
  void mirroredChangesTakeTheSameTime() {
    Change up = new Change("p95", 1.1, 1.1 / 1.1, 1.1 * 1.1, 0.03, Verdict.INCONCLUSIVE);
    Change down = new Change("p95", 1 / 1.1, 1 / 1.1 / 1.1, 1, 0.03, Verdict.INCONCLUSIVE);

    double higher = windows(up, Worse.HIGHER);
    assertThat(higher).isFinite().isPositive();
    assertThat(windows(down, Worse.LOWER)).isCloseTo(higher, within(1e-6));
    assertThat(windows(up, Worse.EITHER)).isCloseTo(higher, within(1e-6));
  }

  @Test
  void oneRegressionIsEnoughAndAPassTakesAll() {
    Projection pass = new Projection(500, false);
    Projection late = new Projection(40, true);
    Projection soon = new Projection(20, true);

    assertThat(Projection.over(List.of(pass, late, soon))).hasValue(soon);
    assertThat(Projection.over(List.of(pass, new Projection(3, false)))).hasValue(pass);
    assertThat(Projection.over(List.of())).isEmpty();
  }

  private static double windows(Change change, Worse worse) {
    return Projection.of(change, yardstick(worse)).orElseThrow().furtherWindows();
  }

  private static Yardstick yardstick(Worse worse) {
    return new Yardstick(
        new SignalSettings(0.03, worse, true), 0.01, 0.001, 120, 40, Resolution.EXACT, false);
  }

  /** What the engine foretells in the 30th window, over the window in which it decides. */
  private static double foretoldOverTrue(Random random, double factor) {
    ComparisonEngine engine = new ComparisonEngine(new EngineSettings(0.01, 120, Map.of()));
    WindowBuilder windows = new WindowBuilder();
    double foretold = Double.NaN;
    for (int w = 1; w <= LAST; w++) {
      double noise = Math.exp(0.05 * random.nextGaussian());
      windows.baseline(1, values(random, 1)).canary(2, values(random, factor * noise));
      engine.accept(windows.next());
      if (w == ASKED_AT) {
        foretold = ASKED_AT + engine.signals().get(0).furtherWindows().orElseThrow();
      }
      if (w > ASKED_AT && engine.signals().get(0).verdict() != Verdict.INCONCLUSIVE) {
        return foretold / w;
      }
    }
    return foretold / LAST;
  }

  private static WindowBuilder.Process values(Random random, double factor) {
    long[] values = new long[200];
    Arrays.setAll(values, i -> Math.round(1e6 * factor * Math.exp(0.5 * random.nextGaussian())));
    return new WindowBuilder.Process().values(LATENCY, values);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
