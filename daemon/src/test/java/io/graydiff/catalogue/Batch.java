package io.graydiff.catalogue;

import io.graydiff.app.agent.Agent;
import io.graydiff.app.agent.ComparisonSpec;
import io.graydiff.compare.EngineSettings;
import io.graydiff.publish.PublishedComparisons;
import io.graydiff.signal.Signal;
import io.graydiff.target.Selector;
import io.graydiff.target.Selectors;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/**
 * Some faults, each compared with the same healthy processes, and healthy processes compared with
 * those, all in one agent.
 */
final class Batch implements AutoCloseable {
  /** A verdict takes a spread over processes. */
  static final int PROCESSES = 3;

  /** What is planned for; a machine that others keep busy takes longer, up to the patience. */
  private static final Duration PLANNED = Duration.ofSeconds(60);

  private static final Duration PATIENCE = Duration.ofMinutes(8);
  private static final String TWIN = "twin";
  private static final String BASELINE = "baseline";

  /** The lab does so little that the usual budget of it would open probes for moments only. */
  private static final double BUDGET = 0.1;

  private static final Duration WINDOW = Duration.ofMillis(500);

  private final Deque<AutoCloseable> resources = new ArrayDeque<>();
  private final PublishedComparisons published = new PublishedComparisons();
  private final Map<Entry, Findings> faults = new EnumMap<>(Entry.class);
  private final Findings twin = new Findings(TWIN);
  private final Agent agent;
  private long beganNanos;

  private final boolean allSignals;

  private Batch(Path binary, List<Entry> entries, boolean allSignals) throws Exception {
    this.allSignals = allSignals;
    try {
      start(binary, BASELINE, "");
      start(binary, TWIN, "");
      List<ComparisonSpec> specs = new ArrayList<>();
      specs.add(compare(binary, TWIN));
      for (Entry entry : entries) {
        start(binary, entry.fault(), entry.fault());
        specs.add(compare(binary, entry.fault()));
        faults.put(entry, new Findings(entry.fault()));
      }
      Agent.Settings settings = new Agent.Settings(false, BUDGET, InstantSource.system());
      agent = Agent.start(settings, published, event -> {});
      resources.push(agent);
      agent.apply(specs);
      beganNanos = System.nanoTime();
    } catch (Exception | Error e) {
      close();
      throw e;
    }
  }

  /**
   * Starts the processes, and the comparisons once all are under load.
   *
   * @param allSignals whether to wait for every signal of an entry, or for the first only
   */
  static Batch begin(Path binary, List<Entry> entries, boolean allSignals) throws Exception {
    return new Batch(binary, entries, allSignals);
  }

  private void start(Path binary, String group, String fault) throws IOException {
    for (int i = 0; i < PROCESSES; i++) {
      resources.push(Faultlab.start(binary, group, fault));
    }
  }

  private static ComparisonSpec compare(Path binary, String group) throws Exception {
    int windows = Math.toIntExact(PLANNED.dividedBy(WINDOW));
    return new ComparisonSpec(
        group,
        selectors(binary, BASELINE),
        selectors(binary, group),
        WINDOW,
        new EngineSettings(0.01, windows, Map.of()),
        EnumSet.allOf(Signal.class));
  }

  private static Selectors selectors(Path binary, String group) throws Exception {
    return new Selectors(
        List.of(Selector.parse("exe=%s,cmdline=-group %s( |$)".formatted(binary, group))));
  }

  /** Until every fault was found, the time is over, or the agent has failed. */
  Batch watch() throws InterruptedException {
    while (!isDone() && agent.failure().isEmpty()) {
      Thread.sleep(100);
      twin.look(published);
      faults.values().forEach(findings -> findings.look(published));
    }
    agent
        .failure()
        .ifPresent(
            failure -> {
              throw new IllegalStateException(failure);
            });
    return this;
  }

  private boolean isDone() {
    boolean found =
        faults.entrySet().stream()
            .allMatch(
                fault ->
                    fault.getValue().regressions().keySet().containsAll(awaited(fault.getKey())));
    return found || System.nanoTime() - beganNanos > PATIENCE.toNanos();
  }

  /** The signals of an entry that have to show it. */
  List<Signal> awaited(Entry entry) {
    return allSignals ? entry.signals() : entry.signals().subList(0, 1);
  }

  /** What was found about a fault. */
  Findings findings(Entry entry) {
    return faults.getOrDefault(entry, new Findings(entry.fault()));
  }

  /** What was found between healthy processes, as long as the batch was watched. */
  Findings twin() {
    return twin;
  }

  /** What was last published of a fault on a signal, for whoever wonders why it was not found. */
  String account(Entry entry, Signal signal) {
    return published
        .newest(entry.fault())
        .map(p -> p.result())
        .map(
            result ->
                result.windows()
                    + " windows, "
                    + result.signals().stream()
                        .filter(s -> s.series().isWhole() && s.series().signal() == signal)
                        .toList()
                    + result.notes())
        .orElse("nothing published");
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
