package io.graydiff.catalogue;

import io.graydiff.app.agent.Agent;
import io.graydiff.app.agent.ComparisonSpec;
import io.graydiff.compare.ComparisonResult;
import io.graydiff.compare.EngineSettings;
import io.graydiff.compare.SignalSettings;
import io.graydiff.publish.PublishedComparisons;
import io.graydiff.signal.Signal;
import io.graydiff.target.Selector;
import io.graydiff.target.Selectors;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One fault compared with healthy processes, and other healthy processes compared with the same, in
 * one agent, as {@code graydiff compare --signals} does it. One thread.
 */
final class FaultTrial implements AutoCloseable {
  /** A verdict takes a spread over processes. */
  static final int PROCESSES = 3;

  /** For so long is a comparison planned, and in so long has the catalogue to find a fault. */
  static final Duration PLANNED = Duration.ofSeconds(60);

  /** How long a fault may take that has to be found at all, on a slow machine too. */
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  static final Duration WINDOW = Duration.ofMillis(500);

  /** What a user gets who gives none. */
  static final double BUDGET = 0.01;

  private static final double ALPHA = 0.01;
  private static final String TWIN = "twin";
  private static final String BASELINE = "baseline";

  private final Deque<AutoCloseable> resources = new ArrayDeque<>();
  private final PublishedComparisons published = new PublishedComparisons();
  private final Path binary;
  private final Entry entry;
  private final Findings sick;
  private final Findings twin;
  private final Agent agent;
  private final long beganNanos;

  private FaultTrial(Path binary, Entry entry) throws Exception {
    this.binary = binary;
    this.entry = entry;
    this.sick = new Findings(entry.fault(), entry.series());
    this.twin = new Findings(TWIN, entry.series());
    try {
      start(BASELINE, "");
      start(TWIN, "");
      start(entry.fault(), entry.fault());
      agent =
          Agent.start(
              new Agent.Settings(false, BUDGET, InstantSource.system()), published, event -> {});
      resources.push(agent);
      agent.apply(List.of(compare(TWIN), compare(entry.fault())));
      beganNanos = System.nanoTime();
    } catch (Exception | Error e) {
      close();
      throw e;
    }
  }

  /** Starts the processes, and both comparisons once all are under load. */
  static FaultTrial begin(Path binary, Entry entry) throws Exception {
    return new FaultTrial(binary, entry);
  }

  private void start(String group, String fault) throws IOException {
    for (int i = 0; i < PROCESSES; i++) {
      resources.push(Faultlab.start(binary, group, fault, entry.load()));
    }
  }

  private ComparisonSpec compare(String group) throws Exception {
    Map<Signal, SignalSettings> settings = new EnumMap<>(Signal.class);
    for (Signal signal : Signal.values()) {
      SignalSettings usual = SignalSettings.defaults(signal);
      boolean enabled = entry.compared().contains(signal);
      settings.put(
          signal, new SignalSettings(usual.tolerance(), usual.worse(), enabled, usual.decides()));
    }
    int windows = Math.toIntExact(PLANNED.dividedBy(WINDOW));
    return new ComparisonSpec(
        group,
        selectors(BASELINE),
        selectors(group),
        WINDOW,
        new EngineSettings(ALPHA, windows, settings),
        entry.compared());
  }

  private Selectors selectors(String group) throws Exception {
    return new Selectors(
        List.of(Selector.parse("exe=%s,cmdline=-group %s( |$)".formatted(binary, group))));
  }

  /**
   * Watches both comparisons.
   *
   * @param toTheEnd whether for as long as planned, or until every signal has shown the fault,
   *     however long that takes within reason
   */
  FaultTrial watch(boolean toTheEnd) throws InterruptedException {
    while (agent.failure().isEmpty() && !isOver(toTheEnd)) {
      Thread.sleep(100);
      twin.look(published);
      sick.look(published);
    }
    agent
        .failure()
        .ifPresent(
            failure -> {
              throw new IllegalStateException(failure);
            });
    return this;
  }

  private boolean isOver(boolean toTheEnd) {
    long watchedNanos = System.nanoTime() - beganNanos;
    return toTheEnd
        ? watchedNanos > PLANNED.toNanos()
        : sick.regressions().keySet().containsAll(entry.series())
            || watchedNanos > PATIENCE.toNanos();
  }

  /** What was found about the fault. */
  Findings sick() {
    return sick;
  }

  /** What was found between healthy processes. */
  Findings twin() {
    return twin;
  }

  /** The newest result about the fault. */
  Optional<ComparisonResult> result() {
    return published.newest(entry.fault()).map(p -> p.result());
  }

  /** The newest result between healthy processes. */
  Optional<ComparisonResult> twinResult() {
    return published.newest(TWIN).map(p -> p.result());
  }

  @Override
  public void close() {
    while (!resources.isEmpty()) {
      try {
        resources.pop().close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
