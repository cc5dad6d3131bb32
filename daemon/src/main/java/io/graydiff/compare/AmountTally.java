package io.graydiff.compare;

import io.graydiff.signal.Signal;
import io.graydiff.window.Exposure;
import io.graydiff.window.Measures;
import io.graydiff.window.Series;
import io.graydiff.window.Window;
import java.util.List;
import java.util.Optional;

/**
 * An amount that flows but does not come in events, such as CPU time: per request where requests
 * are known, else per process and second, paired by window.
 *
 * @param signal what is measured
 * @param perRequest log of canary over baseline
 * @param perProcessSecond log of canary over baseline
 */
record AmountTally(Signal signal, RunningMean perRequest, RunningMean perProcessSecond)
    implements SeriesTally {

  private static final double COVERAGE = 0.9;

  static AmountTally of(Signal signal) {
    return new AmountTally(signal, RunningMean.EMPTY, RunningMean.EMPTY);
  }

  @Override
  public Series series() {
    return Series.whole(signal);
  }

  @Override
  public AmountTally plus(Window window, boolean changed) {
    Measures b = window.baseline().total();
    Measures c = window.canary().total();
    double amountB = CountTally.total(signal, b);
    double amountC = CountTally.total(signal, c);
    if (!(amountB > 0 && amountC > 0)) {
      return this;
    }
    Exposure eb = b.exposure();
    Exposure ec = c.exposure();
    double ratio = amountC / amountB;
    return new AmountTally(
        signal,
        plus(perRequest, ratio, eb.requests(), ec.requests()),
        plus(perProcessSecond, ratio, eb.processSeconds(), ec.processSeconds()));
  }

  @Override
  public List<Judgement> judge(Yardstick yardstick, Totals totals) {
    RunningMean best =
        perRequest.size() >= COVERAGE * perProcessSecond.size() ? perRequest : perProcessSecond;
    return List.of(
        PairedJudge.judge(RateJudge.RATE, best, Optional.empty(), Double.NaN, yardstick));
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

  private static RunningMean plus(RunningMean mean, double ratio, double eb, double ec) {
    return eb > 0 && ec > 0 ? mean.plus(Math.log(ratio * (eb / ec))) : mean;
  }
}
