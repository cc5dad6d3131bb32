package io.graydiff.compare;

import io.graydiff.signal.Signal;
import io.graydiff.signal.Unit;
import io.graydiff.window.GroupWindow;
import io.graydiff.window.ProcessWindow;
import io.graydiff.window.Series;
import io.graydiff.window.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A quantity sampled once a window, per process: its level, paired by window, and whether it grows
 * against the baseline's. Growth begins anew when a process comes or goes.
 *
 * @param signal what is sampled
 * @param level log of canary over baseline
 * @param spread of the level over processes
 * @param growth of that over windows
 * @param growthSpread of the growth over processes
 * @param warmUp windows that are still left out of the growth
 * @param baselineLine samples of the whole baseline over hours
 * @param canaryLine samples of the whole canary over hours
 * @param hours of windows so far
 */
record LevelTally(
    Signal signal,
    RunningMean level,
    ProcessSpread spread,
    Growth growth,
    ProcessSpread growthSpread,
    int warmUp,
    LineFit baselineLine,
    LineFit canaryLine,
    double hours)
    implements SeriesTally {

  static final String GROWTH_ENDED = "grew, and no longer does";

  static final String SLOPE = "slope";

  /** Of growth by less than the margin, which even all of the planned windows will not show. */
  static final String TOO_NOISY = "too noisy to judge";

  /** Windows after a change of processes for which growth is not looked at. */
  private static final int WARM_UP_WINDOWS = 30;

  private static final double SMALLEST = 0.5;

  /**
   * An interval that reaches so far of the margin ends within it nine times of ten where nothing
   * grows: it reaches 3.5 deviations of its estimate, which is 1.28 off at most then: 3.5 / (3.5 +
   * 1.28).
   */
  private static final double SHOWN = 0.73;

  /**
   * With one process a side nothing tells a version from a process, and levels of two processes of
   * one build differ by a constant; so the level has to double.
   */
  private static final double SINGLE_PROCESS_TOLERANCE = 1;

  static LevelTally of(Signal signal) {
    return new LevelTally(
        signal,
        RunningMean.EMPTY,
        ProcessSpread.EMPTY,
        Growth.EMPTY,
        ProcessSpread.EMPTY,
        0,
        LineFit.EMPTY,
        LineFit.EMPTY,
        0);
  }

  @Override
  public Series series() {
    return Series.whole(signal);
  }

  @Override
  public LevelTally plus(Window window, boolean changed) {
    double nextHours = hours + window.seconds() / 3600;
    Double b = window.baseline().total().levels().get(signal);
    Double c = window.canary().total().levels().get(signal);
    int wait = changed ? WARM_UP_WINDOWS : Math.max(0, warmUp - 1);
    Growth kept = changed ? Growth.EMPTY : growth;
    ProcessSpread keptSpread = changed ? ProcessSpread.EMPTY : growthSpread;
    if (b == null || c == null) {
      return new LevelTally(
          signal, level, spread, kept, keptSpread, wait, baselineLine, canaryLine, nextHours);
    }
    double usual = perProcess(b, window.baseline());
    double d = Math.log(perProcess(c, window.canary()) / usual);
    return new LevelTally(
        signal,
        level.plus(d),
        plus(spread, window, usual),
        wait == 0 ? kept.plus(window.sequence(), d) : kept,
        wait == 0 ? plus(keptSpread, window, usual) : keptSpread,
        wait,
        baselineLine.plus(nextHours, b),
        canaryLine.plus(nextHours, c),
        nextHours);
  }

  @Override
  public List<Judgement> judge(Yardstick yardstick, Totals totals) {
    List<Judgement> judgements = new ArrayList<>();
    judgements.add(
        PairedJudge.judge(
            "level",
            level,
            overProcesses(yardstick),
            Double.NaN,
            yardstick.singleProcess()
                ? yardstick.withTolerance(SINGLE_PROCESS_TOLERANCE)
                : yardstick));
    judgements.add(judgeGrowth(yardstick));
    return judgements;
  }

  @Override
  public Pair<GroupSummary> summary(Totals totals) {
    return new Pair<>(
        summary(baselineLine, totals.baseline().levels().get(signal)),
        summary(canaryLine, totals.canary().levels().get(signal)));
  }

  @Override
  public boolean hasData(Totals totals) {
    return level.size() > 0;
  }

  @Override
  public int statistics() {
    return 2;
  }

  private Judgement judgeGrowth(Yardstick yardstick) {
    double horizon = yardstick.expectedWindows();
    Bounds bounds = growth.bounds(yardstick.levels(), horizon);
    Verdict verdict = yardstick.verdict(bounds);
    double factor = growth.line().sxx() > 0 ? growth.factor(horizon) : Double.NaN;
    OverProcesses processes =
        new OverProcesses(alpha -> growthSpread.growthWelch(alpha, horizon), yardstick);
    boolean lasts = growth.lasts();
    boolean beyondChance = grewBeyondChance(yardstick);
    double log = growth.logEvidence(yardstick.horizon());
    double evidence = processes.evidence(lasts && beyondChance ? log : Math.min(log, 0));
    Change undecided = yardstick.change(SLOPE, factor, bounds, Verdict.INCONCLUSIVE);
    if (verdict == Verdict.REGRESSION && !lasts) {
      return Judgement.closed(undecided, GROWTH_ENDED, evidence);
    }
    if (verdict == Verdict.REGRESSION && !beyondChance) {
      return Judgement.open(undecided, yardstick.settings().decides(), evidence);
    }
    if (processes.contradict(verdict)) {
      return Judgement.contradicted(undecided, yardstick, evidence);
    }
    if (verdict != Verdict.INCONCLUSIVE) {
      return Judgement.decided(yardstick.change(SLOPE, factor, bounds, verdict), evidence);
    }
    Verdict alone = yardstick.verdict(growth.bounds(yardstick.alone(), horizon));
    boolean doubtful = !lasts || !beyondChance || processes.contradict(alone);
    Verdict looksLike = doubtful ? Verdict.INCONCLUSIVE : alone;
    Judgement judgement = Judgement.undecided(undecided, bounds, looksLike, yardstick, evidence);
    boolean hopeless = looksLike != Verdict.REGRESSION && staysUnknown(yardstick);
    return judgement.bars() && hopeless
        ? Judgement.closed(undecided, TOO_NOISY, evidence)
        : judgement;
  }

  /**
   * Whether no growth at all would not surely be shown to be within the margin by the planned end.
   * Said in the second half only: the noise of few windows is not known well.
   */
  private boolean staysUnknown(Yardstick yardstick) {
    double further = Math.max(0, yardstick.expectedWindows() - yardstick.windows() - warmUp);
    double reach = growth.reachAfter(further, yardstick.expectedWindows(), yardstick.alpha());
    return yardstick.windows() >= yardstick.expectedWindows() / 2.0
        && Math.log(reach) > SHOWN * Math.log1p(yardstick.settings().margin());
  }

  /** What differs between processes of one build is no change. */
  private OverProcesses overProcesses(Yardstick yardstick) {
    return new OverProcesses(
        alpha -> isCount() ? counted(alpha, yardstick) : spread.welch(alpha), yardstick);
  }

  private Optional<Bounds> counted(double alpha, Yardstick yardstick) {
    return Optional.of(
        CountNoise.widened(
            spread.welch(alpha),
            level.estimate(),
            baselineLine.meanY(),
            canaryLine.meanY(),
            yardstick.regressionAlpha()));
  }

  /** What was not there at the beginning, so far. */
  private boolean grewBeyondChance(Yardstick yardstick) {
    double grown = canaryLine.meanY() * (growth.factor(growth.line().count()) - 1);
    return !isCount()
        || CountNoise.exceededBy(
            grown, baselineLine.meanY(), canaryLine.meanY(), yardstick.regressionAlpha());
  }

  private boolean isCount() {
    return signal.unit() == Unit.ONE;
  }

  private double perProcess(double total, GroupWindow group) {
    long processes =
        group.processes().stream()
            .filter(p -> p.measures().levels().containsKey(signal))
            .mapToLong(ProcessWindow::processes)
            .sum();
    return Math.max(total, SMALLEST) / Math.max(1, processes);
  }

  private ProcessSpread plus(ProcessSpread to, Window window, double usual) {
    return to.plus(window.sequence(), window.baseline(), window.canary(), m -> logRatio(m, usual));
  }

  private OptionalDouble logRatio(ProcessWindow process, double usual) {
    Double value = process.measures().levels().get(signal);
    return value == null
        ? OptionalDouble.empty()
        : OptionalDouble.of(Math.log(Math.max(value, SMALLEST) / usual));
  }

  private static GroupSummary summary(LineFit line, @Nullable Double last) {
    double slope = line.count() >= 3 ? line.slope() : Double.NaN;
    return new GroupSummary.Level(
        last == null ? Double.NaN : last, line.count() > 0 ? line.meanY() : Double.NaN, slope);
  }
}
