package io.graydiff.app;

import io.graydiff.app.agent.Agent;
import io.graydiff.app.agent.ComparisonSpec;
import io.graydiff.app.config.Budget;
import io.graydiff.app.config.ListenAddress;
import io.graydiff.compare.ComparisonResult;
import io.graydiff.publish.Published;
import io.graydiff.publish.PublishedComparisons;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** One comparison from the command line: measures, shows the live table, reports at the end. */
final class ComparisonRun {
  /** New windows and the end wake up who waits for them; trouble is looked for. */
  private static final Duration LOOK_FOR_TROUBLE = Duration.ofSeconds(1);

  private static final Duration LAST_WINDOW = Duration.ofMillis(200);

  private final ComparisonSpec spec;
  private final Budget budget;
  private final Optional<ListenAddress> listen;
  private final Optional<Duration> runFor;
  private final Output output;
  private final ResultOutput results;
  private final Supplier<Optional<String>> trouble;

  /**
   * @param runFor empty: until Ctrl-C
   * @param trouble says when the run cannot go on
   */
  ComparisonRun(
      ComparisonSpec spec,
      Budget budget,
      Optional<ListenAddress> listen,
      Optional<Duration> runFor,
      Output output,
      Supplier<Optional<String>> trouble) {
    this.spec = spec;
    this.budget = budget;
    this.listen = listen;
    this.runFor = runFor;
    this.output = output;
    this.results = new ResultOutput(output);
    this.trouble = trouble;
  }

  /** Runs to the end and returns the exit code. */
  int run() throws Exception {
    StopSignals stop = StopSignals.listen();
    PublishedComparisons published = new PublishedComparisons();
    Agent.Settings settings = new Agent.Settings(false, budget.share(), InstantSource.system());
    try (Agent agent = Agent.start(settings, published);
        AutoCloseable server = serve(agent, published)) {
      agent.apply(List.of(spec));
      watch(agent, published, stop);
    }
    Optional<ComparisonResult> result = published.newest(spec.name()).map(Published::result);
    if (result.isEmpty() && stop.requested()) {
      output.note("interrupted before the first window had closed");
      return ExitCode.INTERRUPTED;
    }
    if (result.isEmpty()) {
      throw new CommandException(
          "stopped before the first window of "
              + spec.window().toMillis()
              + " ms had closed; measure longer, or choose a shorter --window");
    }
    results.report(result.get());
    return stop.requested() ? ExitCode.INTERRUPTED : ResultOutput.exitCode(result.get().verdict());
  }

  private AutoCloseable serve(Agent agent, PublishedComparisons published) throws Exception {
    if (listen.isEmpty()) {
      return () -> {};
    }
    AgentServer server = AgentServer.start(listen.get(), published, agent);
    output.note("metrics and page: " + server.url());
    return server;
  }

  private void watch(Agent agent, PublishedComparisons published, StopSignals stop)
      throws Exception {
    long end = runFor.map(length -> System.nanoTime() + length.toNanos()).orElse(Long.MAX_VALUE);
    long shown = 0;
    Semaphore news = new Semaphore(0);
    stop.onStop(news::release);
    try (ResultOutput.Viewer view = results.viewer();
        var windows = published.subscribe(window -> news.release())) {
      boolean over = false;
      while (!over) {
        long left = end - System.nanoTime();
        news.tryAcquire(Math.min(left, LOOK_FOR_TROUBLE.toNanos()), TimeUnit.NANOSECONDS);
        news.drainPermits();
        over = System.nanoTime() - end >= 0 || stop.requested();
        if (over && !stop.requested()) {
          // The last window closes with the time; it is judged a moment later.
          stop.await(LAST_WINDOW);
        }
        Optional<ComparisonResult> newest = published.newest(spec.name()).map(Published::result);
        if (newest.isPresent() && newest.get().windows() > shown) {
          shown = newest.get().windows();
          view.show(newest.get());
        }
        check(agent);
      }
    }
  }

  private void check(Agent agent) throws CommandException {
    if (agent.failure().isPresent()) {
      throw new CommandException(
          "measuring has stopped: " + agent.failure().get(), agent.failure().get());
    }
    if (trouble.get().isPresent()) {
      throw new CommandException(trouble.get().get());
    }
  }
}
