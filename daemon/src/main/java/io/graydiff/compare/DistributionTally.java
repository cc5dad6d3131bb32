package io.graydiff.compare;

import static io.graydiff.signal.Signal.ALLOC_SIZE;
import static io.graydiff.signal.Signal.GC_ASSIST_LATENCY;
import static io.graydiff.signal.Signal.GC_CYCLE_DURATION;
import static io.graydiff.signal.Signal.GC_PAUSE;
import static io.graydiff.signal.Signal.HTTP_REQUEST_LATENCY;
import static io.graydiff.signal.Signal.LOCK_WAIT;
import static io.graydiff.signal.Signal.PARK_LATENCY;

import io.graydiff.histogram.WeightedSample;
import io.graydiff.signal.Signal;
import io.graydiff.signal.Unit;
import io.graydiff.window.Exposure;
import io.graydiff.window.Measures;
import io.graydiff.window.ProcessWindow;
import io.graydiff.window.Series;
import io.graydiff.window.Window;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A distribution: quantiles and mean paired by window, and how often it occurs.
 *
 * @param series what is measured
 * @param paired by statistic
 * @param spread by statistic, over processes; of whole series only
 * @param rate occurrences against exposure
 * @param seconds for which the series was observed in both groups
 */
record DistributionTally(
    Series series,
    Map<Statistic, PairedStatistic> paired,
    Map<Statistic, ProcessSpread> spread,
    RateTally rate,
    double seconds)
    implements SeriesTally {

  /**
   * Signals of which more or fewer for the same work is itself a change. Requests and connections
   * are the load, not an answer to it; allocator time and run-queue waits occur as often as what
   * causes them, which is compared elsewhere.
   */
  private static final Set<Signal> RATED =
      Set.of(ALLOC_SIZE, PARK_LATENCY, GC_PAUSE, GC_CYCLE_DURATION, GC_ASSIST_LATENCY, LOCK_WAIT);

  DistributionTally {
    paired = Map.copyOf(paired);
    spread = Map.copyOf(spread);
  }

  static DistributionTally of(Series series) {
    return new DistributionTally(series, Map.of(), Map.of(), RateTally.EMPTY, 0);
  }

  @Override
  public DistributionTally plus(Window window, boolean changed) {
    Measures b = window.baseline().total();
    Measures c = window.canary().total();
    Optional<GroupSample> baseline = GroupSample.of(b, series);
    Optional<GroupSample> canary = GroupSample.of(c, series);
    if (baseline.isEmpty() || canary.isEmpty()) {
      return this;
    }
    RateTally nextRate = rate.plus(series, window, this::occurrences);
    double nextSeconds = seconds + window.seconds() * b.coverage(series.signal());
    if (baseline.get().size() == 0 && canary.get().size() == 0) {
      return new DistributionTally(series, paired, spread, nextRate, nextSeconds);
    }
    PairedStatistic.Pair pair = PairedStatistic.Pair.of(baseline.get(), canary.get());
    Map<Statistic, PairedStatistic> nextPaired = new EnumMap<>(Statistic.class);
    for (Statistic s : Statistic.values()) {
      nextPaired.put(s, paired(s).plus(s, pair));
    }
    return new DistributionTally(
        series, nextPaired, nextSpread(pair, window), nextRate, nextSeconds);
  }

  @Override
  public List<Judgement> judge(Yardstick yardstick, Totals totals) {
    WeightedSample b = total(totals.baseline()).estimate();
    WeightedSample c = total(totals.canary()).estimate();
    List<Judgement> judgements = new ArrayList<>();
    for (Statistic s : Statistic.values()) {
      double vb = s.of(b);
      double vc = s.of(c);
      Judgement judgement =
          PairedJudge.judge(
              s.id(),
              paired(s).difference(),
              new OverProcesses(spread(s)::welch, yardstick),
              vc / vb,
              yardstick);
      judgements.add(
          s.isBeyond(b) || s.isBeyond(c)
              ? beyondWindow(s, yardstick)
              : yardstick.resolution().hides(vb, vc) ? belowResolution(judgement) : judgement);
    }
    if (rated()) {
      judgements.add(RateJudge.judge(rate, yardstick));
    }
    return judgements;
  }

  @Override
  public Pair<GroupSummary> summary(Totals totals) {
    return new Pair<>(
        summary(totals.baseline(), totals.baselineServed().exposure(), totals.seconds()),
        summary(totals.canary(), totals.canaryServed().exposure(), totals.seconds()));
  }

  @Override
  public boolean hasData(Totals totals) {
    return total(totals.baseline()).size() > 0 || total(totals.canary()).size() > 0;
  }

  @Override
  public int statistics() {
    return Statistic.values().length + (rated() ? 1 : 0);
  }

  private boolean rated() {
    return RATED.contains(series.signal());
  }

  private PairedStatistic paired(Statistic s) {
    return paired.getOrDefault(s, PairedStatistic.EMPTY);
  }

  private ProcessSpread spread(Statistic s) {
    return spread.getOrDefault(s, ProcessSpread.EMPTY);
  }

  private Map<Statistic, ProcessSpread> nextSpread(PairedStatistic.Pair pair, Window window) {
    if (!series.isWhole()) {
      return spread;
    }
    Map<Statistic, ProcessSpread> next = new EnumMap<>(Statistic.class);
    Map<ProcessWindow, Sampled> samples = new IdentityHashMap<>();
    for (Statistic s : Statistic.values()) {
      boolean enough = pair.baseline().size() >= s.minimumSize();
      next.put(
          s,
          enough
              ? spread(s)
                  .plus(
                      window.sequence(),
                      window.baseline(),
                      window.canary(),
                      p -> logRatio(s, pair, samples.computeIfAbsent(p, this::sampled)))
              : spread(s));
    }
    return next;
  }

  /** What one process did in a window. */
  private record Sampled(double size, WeightedSample estimate) {}

  private Sampled sampled(ProcessWindow process) {
    GroupSample sample = total(process.measures());
    return new Sampled(sample.size(), sample.estimate());
  }

  /** How much the process differs from the whole baseline. */
  private static OptionalDouble logRatio(Statistic s, PairedStatistic.Pair pair, Sampled process) {
    return process.size() < s.minimumSize()
        ? OptionalDouble.empty()
        : OptionalDouble.of(s.logRatio(pair.baselineEstimate(), process.estimate()));
  }

  private OptionalDouble occurrences(Measures measures) {
    return GroupSample.of(measures, series)
        .map(sample -> OptionalDouble.of(sample.size()))
        .orElse(OptionalDouble.empty());
  }

  private GroupSample total(Measures measures) {
    return GroupSample.of(measures, series).orElse(GroupSample.EMPTY);
  }

  private GroupSummary summary(Measures measures, Exposure served, double totalSeconds) {
    GroupSample sample = total(measures);
    Unit unit = series.signal().unit();
    WeightedSample estimate = sample.estimate();
    SortedMap<Double, Double> quantiles = new TreeMap<>();
    SortedMap<Double, Double> longerThan = new TreeMap<>();
    if (sample.size() > 0) {
      for (double q : new double[] {0.5, 0.95, 0.99, 1}) {
        (estimate.isBeyond(q) ? longerThan : quantiles).put(q, unit.toBase(estimate.quantile(q)));
      }
    }
    double sum = sample.ended().sum() + sample.cut().sum();
    double perSecond =
        perSecond(sample, served, measures.exposure().processSeconds() / totalSeconds);
    return new GroupSummary.Distribution(
        sample.size(), perSecond, unit.toBase(sum), quantiles, longerThan);
  }

  /** Of requests more are counted than timed, and all of them are the exposure. */
  private double perSecond(GroupSample sample, Exposure served, double processes) {
    if (series.signal() == HTTP_REQUEST_LATENCY && served.requests() > 0) {
      return served.requests() / served.processSeconds() * processes;
    }
    return seconds > 0 ? sample.size() / seconds : Double.NaN;
  }

  /** Of two bounds from below nobody knows the ratio. */
  private static Judgement beyondWindow(Statistic statistic, Yardstick yardstick) {
    Change unknown =
        yardstick.change(statistic.id(), Double.NaN, Bounds.NONE, Verdict.INCONCLUSIVE);
    return Judgement.closed(unknown, PairedJudge.BEYOND_WINDOW, 0);
  }

  private static Judgement belowResolution(Judgement judgement) {
    Change c = judgement.change();
    Change hidden =
        new Change(
            c.statistic(), c.ratio(), c.low(), c.high(), c.tolerance(), Verdict.INCONCLUSIVE);
    return Judgement.closed(hidden, PairedJudge.BELOW_RESOLUTION, judgement.logEvidence());
  }
}
