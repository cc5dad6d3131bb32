package io.graydiff.compare;

import io.graydiff.signal.Kind;
import io.graydiff.signal.Signal;
import io.graydiff.signal.Unit;
import io.graydiff.window.Measures;
import io.graydiff.window.Series;
import io.graydiff.window.Window;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Judges one comparison, window by window. Intervals hold at every look, so that it may be asked
 * after each window for as long as it runs.
 *
 * <p>One owner thread; the results are immutable and may be shared. Memory is bounded by the number
 * of series and processes, not of windows. No clock, no input or output, no randomness.
 *
 * <p>The verdict over all signals looks at whole signals only; single label values inform. It is a
 * regression when any signal is one. It is a pass when at least one signal that decides passes and
 * nothing bars it: a statistic of a signal that decides, until it is known not to be much worse;
 * one of another signal, while it looks like a regression. A signal without events, with too few
 * for its tolerance, or below the resolution of the probes is never called a pass, and does not bar
 * one: {@link #notes()} names it.
 */
public final class ComparisonEngine {
  /** Series that take part: whole first, then labels, in the order of the signals. */
  private static final Comparator<Series> ORDER =
      Comparator.comparing(Series::signal).thenComparing(Series::labelValue);

  private final EngineSettings settings;
  private final int enabledSignals;
  private final Map<Series, SeriesTally> tallies = new TreeMap<>(ORDER);
  private Settling settling = Settling.EMPTY;
  private Totals totals = Totals.EMPTY;
  private List<JudgedSeries> judged = List.of();
  private Map<Signal, Instrument> instruments = Map.of();
  private boolean stale;

  public ComparisonEngine(EngineSettings settings) {
    this.settings = settings;
    this.enabledSignals = settings.enabledSignals();
  }

  /**
   * Goes on from a saved state.
   *
   * @throws IllegalArgumentException when the state is of another layout
   */
  public static ComparisonEngine resume(EngineSettings settings, EngineState state) {
    if (!state.readable()) {
      throw new IllegalArgumentException(
          "saved state has layout " + state.version() + ", expected " + EngineState.VERSION);
    }
    ComparisonEngine engine = new ComparisonEngine(settings);
    Stream.of(state.distributions(), state.counts(), state.amounts(), state.levels())
        .flatMap(List::stream)
        .filter(tally -> engine.enabled(tally.series()))
        .forEach(tally -> engine.tallies.put(tally.series(), tally));
    engine.settling = state.settling();
    engine.totals =
        new Totals(
            state.windows(),
            state.seconds(),
            state.baseline().restored(),
            state.canary().restored(),
            state.baselineServed().restored(),
            state.canaryServed().restored());
    engine.stale = true;
    return engine;
  }

  /** From now on signals are measured like this; those that are missing exactly. */
  public void measuredBy(Map<Signal, Instrument> bySignal) {
    instruments = Map.copyOf(bySignal);
    stale = true;
  }

  /** Takes one window. */
  public void accept(Window window) {
    Settling.Step step = settling.step(window);
    settling = step.next();
    totals = totals.plus(window);
    List<Series> observed =
        Stream.of(window.baseline().total(), window.canary().total())
            .flatMap(ComparisonEngine::observed)
            .filter(this::enabled)
            .toList();
    observed.stream().filter(Series::isWhole).forEach(this::begin);
    tallies.replaceAll((series, tally) -> tally.plus(step.window(), step.changed()));
    // A label value counts from the next window on: that it occurred is why this one was chosen.
    observed.stream().filter(series -> !series.isWhole()).forEach(this::begin);
    stale = true;
  }

  private void begin(Series series) {
    tallies.computeIfAbsent(series, ComparisonEngine::newTally);
  }

  /**
   * Every enabled series that was observed, the whole of a signal before its labels; and every
   * signal that is known not to be measurable, with the reason.
   */
  public List<SignalResult> signals() {
    return Stream.concat(judge().stream().map(JudgedSeries::result), absent())
        .sorted(Comparator.comparing(SignalResult::series, ORDER))
        .toList();
  }

  private Stream<SignalResult> absent() {
    return instruments.entrySet().stream()
        .filter(entry -> entry.getValue().absent() && settings.of(entry.getKey()).enabled())
        .map(entry -> new SilentSeries(newTally(Series.whole(entry.getKey())), entry.getValue()))
        .filter(silent -> !tallies.containsKey(silent.tally().series()))
        .map(silent -> silent.result(totals));
  }

  /** A series of which nothing can be measured. */
  private record SilentSeries(SeriesTally tally, Instrument instrument) {
    SignalResult result(Totals totals) {
      SeriesTally.Pair<GroupSummary> nothing = tally.summary(totals);
      return new SignalResult(
          tally.series(),
          nothing.baseline(),
          nothing.canary(),
          List.of(),
          Verdict.INCONCLUSIVE,
          OptionalDouble.empty(),
          Optional.of(JudgedSeries.note(Stream.of(JudgedSeries.NO_EVENTS), instrument)));
    }
  }

  /** The verdict over all whole signals. */
  public Verdict verdict() {
    List<JudgedSeries> whole = judge().stream().filter(j -> j.series().isWhole()).toList();
    if (whole.stream().anyMatch(j -> j.verdict() == Verdict.REGRESSION)) {
      return Verdict.REGRESSION;
    }
    boolean barred = whole.stream().anyMatch(j -> !j.bars().isEmpty());
    boolean passed = whole.stream().anyMatch(j -> j.decides() && j.verdict().gauge() > 0);
    return passed && !barred ? Verdict.PASS : Verdict.INCONCLUSIVE;
  }

  /** What holds for the whole comparison. */
  public List<String> notes() {
    List<String> notes = new ArrayList<>();
    confounded().ifPresent(notes::add);
    List<String> unjudged =
        judge().stream()
            .filter(j -> j.series().isWhole())
            .flatMap(j -> j.unjudged().stream())
            .toList();
    if (!unjudged.isEmpty()) {
      notes.add("not judged for want of data: " + String.join(", ", unjudged));
    }
    if (verdict() == Verdict.INCONCLUSIVE && !judge().isEmpty()) {
      notes.add("a pass waits for: " + String.join(", ", awaited()));
    }
    return notes;
  }

  private List<String> awaited() {
    List<JudgedSeries> whole = judge().stream().filter(j -> j.series().isWhole()).toList();
    List<String> bars = whole.stream().flatMap(j -> j.bars().stream()).toList();
    return bars.isEmpty() ? List.of("a signal that decides") : bars;
  }

  /** What differs between the groups, over all whole signals. */
  public Changes changes() {
    List<JudgedSeries> whole = judge().stream().filter(j -> j.series().isWhole()).toList();
    double[] logs = whole.stream().mapToDouble(JudgedSeries::logEvidence).toArray();
    double mean = MultipleSignals.logMean(logs);
    List<Series> changed =
        MultipleSignals.rejected(logs, settings.alpha()).stream()
            .map(i -> whole.get(i).series())
            .toList();
    return new Changes(mean >= -Math.log(settings.alpha()), mean, changed);
  }

  /** When an open verdict will be decided; empty while that cannot be said. */
  private Optional<Outlook> outlook() {
    if (verdict() != Verdict.INCONCLUSIVE) {
      return Optional.empty();
    }
    List<JudgedSeries> whole = judge().stream().filter(j -> j.series().isWhole()).toList();
    List<JudgedSeries> barring = whole.stream().filter(j -> !j.bars().isEmpty()).toList();
    if (barring.isEmpty()) {
      return whole.stream()
          .filter(JudgedSeries::decides)
          .flatMap(j -> j.projection().map(p -> outlook(j, p)).stream())
          .min(Comparator.comparingDouble(Outlook::furtherWindows));
    }
    List<Projection> known = barring.stream().flatMap(j -> j.untilUnbarred().stream()).toList();
    return known.size() < barring.size()
        ? Optional.empty()
        : Projection.over(known).map(p -> outlook(barring.get(known.indexOf(p)), p));
  }

  private static Outlook outlook(JudgedSeries series, Projection projection) {
    return new Outlook(projection.furtherWindows(), projection.regression(), series.series());
  }

  /** All that is said of the windows so far. */
  public Assessment assessment() {
    return new Assessment(windows(), signals(), verdict(), changes(), outlook());
  }

  /** Windows accepted so far. */
  public long windows() {
    return totals.windows();
  }

  /** All windows of the baseline together; levels as last sampled. */
  public Measures cumulativeBaseline() {
    return totals.baseline();
  }

  /** All windows of the canary together; levels as last sampled. */
  public Measures cumulativeCanary() {
    return totals.canary();
  }

  /** All that is needed to go on later. */
  public EngineState state() {
    return new EngineState(
        EngineState.VERSION,
        totals.windows(),
        totals.seconds(),
        settling,
        tallies(DistributionTally.class),
        tallies(CountTally.class),
        tallies(AmountTally.class),
        tallies(LevelTally.class),
        SavedMeasures.of(totals.baseline()),
        SavedMeasures.of(totals.canary()),
        SavedMeasures.of(totals.baselineServed()),
        SavedMeasures.of(totals.canaryServed()));
  }

  private List<JudgedSeries> judge() {
    if (stale) {
      judged = tallies.values().stream().map(this::judge).toList();
      stale = false;
    }
    return judged;
  }

  private JudgedSeries judge(SeriesTally tally) {
    SignalSettings signal = settings.of(tally.series().signal());
    Yardstick yardstick =
        new Yardstick(
            signal,
            settings.alpha(),
            settings.alpha() / (enabledSignals * tally.statistics()),
            settings.expectedWindows(),
            totals.windows(),
            instrument(tally.series().signal()).resolution(),
            confounded().isPresent());
    return JudgedSeries.of(
        tally, yardstick, totals, confounded(), instrument(tally.series().signal()));
  }

  private Instrument instrument(Signal signal) {
    return instruments.getOrDefault(signal, Instrument.EXACT);
  }

  /** With one process a side, whatever sets the two apart is taken for the version. */
  private Optional<String> confounded() {
    boolean single = settling.baseline().size() == 1 || settling.canary().size() == 1;
    return single ? Optional.of("version and process are confounded") : Optional.empty();
  }

  private boolean enabled(Series series) {
    return settings.of(series.signal()).enabled();
  }

  private <T extends SeriesTally> List<T> tallies(Class<T> type) {
    return tallies.values().stream().filter(type::isInstance).map(type::cast).toList();
  }

  private static Stream<Series> observed(Measures measures) {
    Stream<Signal> numbers =
        Stream.concat(measures.counts().keySet().stream(), measures.levels().keySet().stream());
    return Stream.of(
            measures.distributions().keySet().stream(),
            measures.censored().keySet().stream(),
            numbers.map(Series::whole))
        .flatMap(series -> series);
  }

  private static SeriesTally newTally(Series series) {
    Signal signal = series.signal();
    if (signal.kind() == Kind.DISTRIBUTION) {
      return DistributionTally.of(series);
    }
    if (signal.kind() == Kind.LEVEL) {
      return LevelTally.of(signal);
    }
    return signal.unit() == Unit.ONE ? CountTally.of(signal) : AmountTally.of(signal);
  }
}
