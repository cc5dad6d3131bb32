package io.graydiff.compare;

import io.graydiff.signal.Signal;
import io.graydiff.window.Exposure;
import io.graydiff.window.Measures;
import io.graydiff.window.Series;
import io.graydiff.window.Window;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * An amount that flows but does not come in events, such as CPU time: per request where requests
 * are known, else per process and second, paired by window.
 *
 * @param signal what is measured
 * @param perRequest log of canary over baseline
 * @param perProcessSecond log of canary over baseline
 * @param requestSpread over processes, per request
 * @param secondSpread over processes, per second
 */
record AmountTally(
    Signal signal,
    RunningMean perRequest,
    RunningMean perProcessSecond,
    ProcessSpread requestSpread,
    ProcessSpread secondSpread)
    implements SeriesTally {

  private static final double COVERAGE = 0.9;

  static AmountTally of(Signal signal) {
    return new AmountTally(
        signal, RunningMean.EMPTY, RunningMean.EMPTY, ProcessSpread.EMPTY, ProcessSpread.EMPTY);
  }

  @Override
  public Series series() {
    return Series.whole(signal);
  }

  @Override
  public AmountTally plus(Window window, boolean changed) {
    Measures b = window.baseline().total();
    Measures c = window.canary().total();
    return new AmountTally(
        signal,
        plus(perRequest, logRatio(b, c, Exposure::requests)),
        plus(perProcessSecond, logRatio(b, c, Exposure::processSeconds)),
        requestSpread.plus(
            window.sequence(),
            window.baseline(),
            window.canary(),
            p -> logRatio(b, p.measures(), Exposure::requests)),
        secondSpread.plus(
            window.sequence(),
            window.baseline(),
            window.canary(),
            p -> logRatio(b, p.measures(), Exposure::processSeconds)));
  }

  @Override
  public List<Judgement> judge(Yardstick yardstick, Totals totals) {
    boolean requests = perRequest.size() >= COVERAGE * perProcessSecond.size();
    RunningMean best = requests ? perRequest : perProcessSecond;
    ProcessSpread spread = requests ? requestSpread : secondSpread;
    return List.of(
        PairedJudge.judge(
            RateJudge.RATE,
            best,
            new OverProcesses(spread::welch, yardstick),
            Double.NaN,
            yardstick));
  }

  @Override
  public Pair<GroupSummary> summary(Totals totals) {
    return CountTally.summary(signal, totals);
  }

  @Override
  public boolean hasData(Totals totals) {
    return perProcessSecond.size() > 0 || perRequest.size() > 0;
  }

  @Override
  public int statistics() {
    return 1;
  }

  private static RunningMean plus(RunningMean mean, OptionalDouble value) {
    return value.isPresent() ? mean.plus(value.getAsDouble()) : mean;
  }

  /** Log of the amount per exposure, of one over the other; empty where either has none. */
  private OptionalDouble logRatio(
      Measures baseline, Measures other, ToDoubleFunction<Exposure> per) {
    double amountB = CountTally.total(signal, baseline);
    double amountO = CountTally.total(signal, other);
    double eb = per.applyAsDouble(baseline.exposure());
    double eo = per.applyAsDouble(other.exposure());
    return amountB > 0 && amountO > 0 && eb > 0 && eo > 0
        ? OptionalDouble.of(Math.log(amountO / amountB * (eb / eo)))
        : OptionalDouble.empty();
  }
}
