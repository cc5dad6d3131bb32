package io.graydiff.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.graydiff.app.agent.Agent;
import io.graydiff.app.agent.ComparisonSpec;
import io.graydiff.collect.AgentEvent;
import io.graydiff.collect.KernelProbes;
import io.graydiff.compare.ComparisonResult;
import io.graydiff.compare.EngineSettings;
import io.graydiff.fixture.ExactProgram;
import io.graydiff.publish.Published;
import io.graydiff.publish.PublishedComparisons;
import io.graydiff.signal.Signal;
import io.graydiff.target.Selector;
import io.graydiff.target.Selectors;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * A real agent that compares two groups with every probe always on, and what it has published. The
 * sums over all windows are what a test takes the difference of.
 */
final class Measurement implements AutoCloseable {
  private static final String NAME = "truth";
  private static final Duration WINDOW = Duration.ofMillis(200);
  private static final Duration SLOW_REQUEST = Duration.ofMillis(50);
  private static final long PATIENCE_NANOS = 30_000_000_000L;

  private final PublishedComparisons published = new PublishedComparisons();
  private final List<AgentEvent> events = new CopyOnWriteArrayList<>();
  private final Agent agent;

  private Measurement(
      String baseline, String canary, Set<Signal> signals, KernelProbes.Capacity capacity)
      throws Exception {
    Agent.Settings settings =
        new Agent.Settings(
            false,
            Double.POSITIVE_INFINITY,
            InstantSource.system(),
            SLOW_REQUEST,
            capacity,
            Optional.empty());
    agent = Agent.start(settings, published, events::add);
    try {
      agent.apply(
          List.of(
              new ComparisonSpec(
                  NAME,
                  selectors(baseline),
                  selectors(canary),
                  WINDOW,
                  new EngineSettings(0.01, 100, Map.of()),
                  signals)));
    } catch (Exception | Error e) {
      agent.close();
      throw e;
    }
  }

  private static Selectors selectors(String text) throws Exception {
    List<Selector> selectors = new ArrayList<>();
    for (String selector : text.split(" \\+ ")) {
      selectors.add(Selector.parse(selector));
    }
    return new Selectors(selectors);
  }

  /** Of all signals, by selectors, several joined by " + ". */
  static Measurement of(String baseline, String canary) throws Exception {
    return new Measurement(
        baseline, canary, EnumSet.allOf(Signal.class), KernelProbes.Capacity.USUAL);
  }

  /** Of all signals, between two programs. */
  static Measurement of(ExactProgram baseline, ExactProgram canary) throws Exception {
    return of("pid=" + baseline.pid(), "pid=" + canary.pid());
  }

  /** Of some signals, with another capacity. */
  static Measurement of(
      ExactProgram baseline,
      ExactProgram canary,
      Set<Signal> signals,
      KernelProbes.Capacity capacity)
      throws Exception {
    return new Measurement("pid=" + baseline.pid(), "pid=" + canary.pid(), signals, capacity);
  }

  /** What was published last, once anything was. */
  Published newest() throws InterruptedException {
    await("the first window", () -> published.newest(NAME).isPresent());
    return published.newest(NAME).orElseThrow();
  }

  ComparisonResult result() throws InterruptedException {
    return newest().result();
  }

  /** Single events so far. */
  List<AgentEvent> events() {
    return events;
  }

  /** A state to begin from, after two windows in which the programs rested. */
  Published begin() throws InterruptedException {
    return settled();
  }

  /**
   * What was published once the condition held, and two windows later: enough for what was counted
   * twice to show. A condition that never holds leaves its judgement to the caller's assertions.
   */
  Published settledAfter(Predicate<Published> condition) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.test(newest()) && System.nanoTime() < deadline) {
      pause();
    }
    return settled();
  }

  private Published settled() throws InterruptedException {
    long windows = newest().result().windows() + 2;
    await("two windows", () -> published.newest(NAME).orElseThrow().result().windows() >= windows);
    return newest();
  }

  /** Waits until something is so. */
  void await(String what, Condition condition) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.holds()) {
      assertThat(agent.failure()).isEmpty();
      assertThat(System.nanoTime()).as("waiting for " + what).isLessThan(deadline);
      pause();
    }
  }

  /** Something that becomes true. */
  @FunctionalInterface
  interface Condition {
    boolean holds() throws InterruptedException;
  }

  private static void pause() throws InterruptedException {
    Thread.sleep(20);
  }

  @Override
  public void close() {
    agent.close();
  }
}
