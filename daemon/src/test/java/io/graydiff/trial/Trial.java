package io.graydiff.trial;

import io.graydiff.app.agent.ComparisonSpec;
import io.graydiff.app.demo.Demo;
import io.graydiff.app.demo.DemoEnvironment;
import io.graydiff.app.demo.DemoException;
import io.graydiff.app.demo.DemoService;
import io.graydiff.compare.ComparisonResult;
import io.graydiff.compare.EngineSettings;
import io.graydiff.compare.SignalResult;
import io.graydiff.compare.SignalSettings;
import io.graydiff.compare.Verdict;
import io.graydiff.publish.Published;
import io.graydiff.publish.PublishedComparisons;
import io.graydiff.signal.Signal;
import io.graydiff.simulation.Tally;
import io.graydiff.target.Selector;
import io.graydiff.target.SelectorSyntaxException;
import io.graydiff.target.Selectors;
import io.graydiff.window.Series;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One repetition of an experiment: two fresh groups of processes, compared at the usual tolerances
 * and at none, for as long as a comparison is planned for. One thread.
 */
final class Trial implements AutoCloseable {
  static final Duration WINDOW = Duration.ofMillis(500);
  static final int WINDOWS = 60;
  private static final double ALPHA = 0.01;

  private final Experiment experiment;
  private final Demo demo;
  private final ComparisonSpec usual;
  private final ComparisonSpec strict;
  private final Set<String> alarms = new LinkedHashSet<>();
  private int firstAlarm = Tally.NEVER;
  private int firstExpected = Tally.NEVER;
  private int firstStrict = Tally.NEVER;

  Trial(Experiment experiment, int number, DemoEnvironment environment)
      throws DemoException, SelectorSyntaxException {
    this.experiment = experiment;
    this.demo = Demo.start(experiment.options(), environment, line -> {});
    try {
      this.usual = spec("trial-" + number, Map.of());
      this.strict = spec("trial-" + number + "-strict", noTolerance());
    } catch (SelectorSyntaxException | RuntimeException e) {
      demo.close();
      throw e;
    }
  }

  /** What the agent has to compare. */
  List<ComparisonSpec> specs() {
    return List.of(usual, strict);
  }

  /** Takes what is published now; true once every window has been judged. */
  boolean look(PublishedComparisons published) {
    Optional<ComparisonResult> tolerant = result(published, usual);
    Optional<ComparisonResult> exact = result(published, strict);
    tolerant.ifPresent(this::take);
    exact.ifPresent(result -> firstStrict = first(firstStrict, result, expectedAlarms(result)));
    return windows(tolerant) >= WINDOWS && windows(exact) >= WINDOWS;
  }

  /** What came of it. */
  Outcome outcome(PublishedComparisons published) {
    ComparisonResult last = result(published, usual).orElseThrow();
    return new Outcome(
        firstAlarm,
        firstExpected,
        firstStrict,
        last.verdict().gauge() > 0,
        last.changes().series().stream().map(Series::toString).toList(),
        last.cost().targetCpuShare(),
        List.copyOf(alarms),
        demo.failure());
  }

  private void take(ComparisonResult result) {
    firstAlarm = first(firstAlarm, result, result.verdict() == Verdict.REGRESSION);
    firstExpected = first(firstExpected, result, expectedAlarms(result));
    result.signals().stream()
        .filter(Trial::isAlarm)
        .flatMap(
            signal ->
                signal.changes().stream()
                    .filter(change -> change.verdict() == Verdict.REGRESSION)
                    .map(change -> signal.series().signal().id() + " " + change.statistic()))
        .forEach(alarms::add);
  }

  private boolean expectedAlarms(ComparisonResult result) {
    return result.signals().stream()
        .filter(Trial::isAlarm)
        .anyMatch(signal -> experiment.expected().contains(signal.series().signal()));
  }

  private static boolean isAlarm(SignalResult signal) {
    return signal.series().isWhole() && signal.verdict() == Verdict.REGRESSION;
  }

  private static int first(int soFar, ComparisonResult result, boolean alarm) {
    return alarm ? Math.min(soFar, (int) result.windows()) : soFar;
  }

  private static Optional<ComparisonResult> result(
      PublishedComparisons published, ComparisonSpec spec) {
    return published.newest(spec.name()).map(Published::result);
  }

  private static long windows(Optional<ComparisonResult> result) {
    return result.map(ComparisonResult::windows).orElse(0L);
  }

  private ComparisonSpec spec(String name, Map<Signal, SignalSettings> signals)
      throws SelectorSyntaxException {
    return new ComparisonSpec(
        name,
        selectors(demo.baseline()),
        selectors(demo.canary()),
        WINDOW,
        new EngineSettings(ALPHA, WINDOWS, signals),
        EnumSet.allOf(Signal.class));
  }

  private static Map<Signal, SignalSettings> noTolerance() {
    Map<Signal, SignalSettings> all = new EnumMap<>(Signal.class);
    for (Signal signal : Signal.values()) {
      all.put(signal, new SignalSettings(0, signal.worse(), true));
    }
    return all;
  }

  private static Selectors selectors(List<DemoService> services) throws SelectorSyntaxException {
    List<Selector> selectors = new ArrayList<>();
    for (DemoService service : services) {
      selectors.add(Selector.parse("pid=" + service.pid()));
    }
    return new Selectors(selectors);
  }

  @Override
  public void close() {
    demo.close();
  }

  /**
   * What came of a trial; windows counted from 1.
   *
   * @param firstAlarm window of the first regression of the whole, {@link Tally#NEVER} without one
   * @param firstExpected the same of an expected signal
   * @param firstStrict the same with no tolerance
   * @param passed whether it ended in a pass
   * @param changed what was listed as changed at the end
   * @param spent share of the observed CPU time that probes took in the last minute
   * @param alarms signal and statistic of each regression
   * @param trouble why the trial does not count
   */
  record Outcome(
      int firstAlarm,
      int firstExpected,
      int firstStrict,
      boolean passed,
      List<String> changed,
      double spent,
      List<String> alarms,
      Optional<String> trouble) {}
}
