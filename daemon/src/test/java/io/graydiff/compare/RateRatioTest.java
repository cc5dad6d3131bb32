package io.graydiff.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Scale;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;

class RateRatioTest {
  private static final double ALPHA = 0.01;

  @Property(tries = 100)
  void swappingTheGroupsTurnsTheIntervalRound(
      @ForAll @LongRange(max = 5000) long baseline,
      @ForAll @LongRange(max = 5000) long canary,
      @ForAll @DoubleRange(min = 0.05, max = 0.95) double share) {
    RateRatio ratio = new RateRatio(baseline, canary, share);
    RateRatio swapped = new RateRatio(canary, baseline, 1 - share);

    double low = ratio.lowerBound(ALPHA);
    assertThat(1 / swapped.upperBound(ALPHA)).isCloseTo(low, within(1e-9 * low + 1e-12));
    assertThat(swapped.logEvidence()).isCloseTo(ratio.logEvidence(), within(1e-6));
  }

  @Property(tries = 100)
  void oneMoreEventInTheCanaryNeverWeakensTheCaseAgainstIt(
      @ForAll @LongRange(max = 300) long baseline, @ForAll @LongRange(max = 300) long canary) {
    double less = new RateRatio(baseline, canary, 0.3).logEvidenceAbove(1);
    double more = new RateRatio(baseline, canary + 1, 0.3).logEvidenceAbove(1);

    assertThat(more).isGreaterThanOrEqualTo(less - 1e-9);
  }

  @Property(tries = 300)
  void noCountMakesAnythingButNumbers(
      @ForAll("counts") long baseline,
      @ForAll("counts") long canary,
      @ForAll @DoubleRange(min = 1e-6, max = 0.999999) @Scale(6) double share) {
    RateRatio ratio = new RateRatio(baseline, canary, share);

    assertThat(ratio.logEvidence()).isFinite();
    assertThat(ratio.logEvidenceAbove(1.03)).isFinite();
    assertThat(ratio.lowerBound(ALPHA)).isFinite().isNotNegative();
    assertThat(ratio.upperBound(ALPHA)).isNotNaN().isPositive();
    if (baseline > 0 && canary > 0) {
      assertThat(ratio.estimate())
          .isBetween(ratio.lowerBound(ALPHA) * 0.999999, ratio.upperBound(ALPHA) * 1.000001);
    }
  }

  @Provide
  Arbitrary<Long> counts() {
    return Arbitraries.oneOf(
        Arbitraries.of(0L, 1L, 2L, Long.MAX_VALUE - 1, Long.MAX_VALUE),
        Arbitraries.longs().between(0, 100_000));
  }

  /** The interval for one look (Clopper and Pearson) is the shortest; ours holds at every look. */
  @Property(tries = 100)
  void theIntervalContainsTheExactOneForASingleLook(
      @ForAll @LongRange(min = 5, max = 2000) long baseline,
      @ForAll @LongRange(min = 5, max = 2000) long canary) {
    double classic =
        BetaDistribution.of(canary, baseline + 1.0).inverseCumulativeProbability(ALPHA);

    double bound = new RateRatio(baseline, canary, 0.5).lowerBound(ALPHA);
    assertThat(bound).isLessThanOrEqualTo(classic / (1 - classic) * 1.000001);
    assertThat(bound).isGreaterThan(0.05 * classic / (1 - classic));
  }

  /** A bet against the truth is fair: over all outcomes the e-value has mean 1. */
  @Test
  void theEvidenceHasMeanOneWhenTheRatesAreEqual() {
    int events = 60;
    double share = 0.2;
    BinomialDistribution truth = BinomialDistribution.of(events, share);
    double twoSided = 0;
    double oneSided = 0;
    for (int canary = 0; canary <= events; canary++) {
      RateRatio ratio = new RateRatio(events - canary, canary, share);
      twoSided += truth.probability(canary) * Math.exp(ratio.logEvidence());
      oneSided += truth.probability(canary) * Math.exp(ratio.logEvidenceAbove(1));
    }

    assertThat(twoSided).isCloseTo(1, within(1e-9));
    assertThat(oneSided).isCloseTo(1, within(1e-9));
  }
}
