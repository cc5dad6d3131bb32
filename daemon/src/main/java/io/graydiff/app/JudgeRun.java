package io.graydiff.app;

import io.graydiff.app.config.ComparisonName;
import io.graydiff.compare.ComparisonResult;
import io.graydiff.compare.EngineSettings;
import io.graydiff.fleet.FleetJudge;
import io.graydiff.fleet.FleetQuery;
import io.graydiff.fleet.FleetTiming;
import io.graydiff.fleet.FleetVersion;
import io.graydiff.fleet.PrometheusClient;
import io.graydiff.fleet.PrometheusException;
import io.graydiff.publish.Published;
import io.graydiff.publish.PublishedComparisons;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A run of {@code graydiff judge}: once over the past, or on and on. For one thread. */
final class JudgeRun {
  private static final Logger LOG = LoggerFactory.getLogger(JudgeRun.class);
  private static final Duration SHORTEST_REST = Duration.ofMillis(250);
  private static final Duration LONGEST_REST = Duration.ofSeconds(10);

  private final JudgeOptions options;
  private final PrometheusClient prometheus;
  private final Output output;
  private final ResultOutput results;
  private final PublishedComparisons published = new PublishedComparisons();
  private final Map<String, FleetJudge> judges = new LinkedHashMap<>();
  private volatile Optional<String> trouble = Optional.empty();

  JudgeRun(JudgeOptions options, PrometheusClient prometheus, Output output) {
    this.options = options;
    this.prometheus = prometheus;
    this.output = output;
    this.results = new ResultOutput(output);
  }

  /** Runs to the end and returns the exit code. */
  int run() throws Exception {
    StopSignals stop = StopSignals.listen();
    if (options.listen().isEmpty()) {
      judgeAll();
      return options.goesOn() ? watch(stop) : once();
    }
    try (AgentServer server =
        AgentServer.ofFleet(options.listen().get(), published, () -> trouble)) {
      output.note("metrics and page: " + server.url());
      return watch(stop);
    }
  }

  private int once() {
    Optional<Published> newest = newest();
    if (newest.isEmpty()) {
      output.error(judges.values().iterator().next().whyNoWindow());
      return ExitCode.INCONCLUSIVE;
    }
    results.report(newest.get().result());
    return ResultOutput.exitCode(newest.get().result().verdict());
  }

  private int watch(StopSignals stop) throws Exception {
    boolean one = options.comparisons().size() == 1;
    try (ResultOutput.Viewer view = one ? results.viewer() : result -> {}) {
      Duration rest = Duration.ZERO;
      while (!stop.await(rest)) {
        rest = goOn();
        if (one) {
          newest().map(Published::result).ifPresent(view::show);
        }
      }
    }
    if (options.listen().isPresent()) {
      return ExitCode.PASS;
    }
    newest().map(Published::result).ifPresent(results::report);
    return ExitCode.INTERRUPTED;
  }

  /** Judges what is new; trouble with Prometheus is said, and may pass. */
  private Duration goOn() throws CommandException {
    try {
      double now = judgeAll();
      trouble = Optional.empty();
      double next =
          judges.values().stream().mapToDouble(FleetJudge::nextEnd).min().orElse(now) - now;
      Duration rest = Duration.ofMillis((long) (next * 1e3));
      return rest.compareTo(SHORTEST_REST) < 0
          ? SHORTEST_REST
          : rest.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : rest;
    } catch (PrometheusException e) {
      if (trouble.isEmpty()) {
        output.note(e.getMessage() + "; trying again");
      }
      LOG.info("cannot judge", e);
      trouble = Optional.of(String.valueOf(e.getMessage()));
      return LONGEST_REST;
    }
  }

  private double judgeAll() throws PrometheusException, CommandException {
    double now = prometheus.now();
    for (ComparisonName name : options.comparisons()) {
      FleetJudge judge = judges.get(name.value());
      if (judge == null || hasChanged(name.value(), judge, now)) {
        judge = begin(name.value(), now);
        judges.put(name.value(), judge);
      }
      long before = judge.windows();
      judge.advance(now);
      if (judge.windows() > before) {
        publish(judge, now);
      }
    }
    return now;
  }

  /** Whether agents compare something else by now; then the verdict is none about that. */
  private boolean hasChanged(String name, FleetJudge judge, double now) throws PrometheusException {
    if (FleetVersion.since(prometheus, query(name), judge.unsettledSince(), now).isEmpty()) {
      return false;
    }
    output.note("the agents compare other processes as '" + name + "' now; beginning anew");
    published.remove(name);
    return true;
  }

  private FleetQuery query(String name) {
    return new FleetQuery(name, options.match());
  }

  private FleetJudge begin(String name, double now) throws PrometheusException, CommandException {
    FleetQuery query = query(name);
    double wanted = options.start(now);
    double start = FleetVersion.since(prometheus, query, wanted, now).orElse(wanted);
    FleetTiming timing = FleetTiming.at(prometheus, query, now);
    double step =
        options
            .window()
            .map(window -> window.toMillis() / 1e3)
            .orElseGet(() -> timing.window(now - start));
    timing.check(step);
    int windows = (int) Math.max(1, (now - start) / step);
    EngineSettings engine = ComparisonSpecs.engine(options.verdict(), windows);
    return new FleetJudge(
        prometheus, query, engine, ComparisonSpecs.enabled(options.verdict()), start, step);
  }

  private void publish(FleetJudge judge, double now) throws PrometheusException {
    ComparisonResult result = judge.result();
    published.publish(
        new Published(
            result,
            judge.baseline(),
            judge.canary(),
            Instant.ofEpochMilli(Math.round(now * 1e3)),
            judge.falseAlarms(),
            judge.falseAlarmTrials(),
            List.of()));
  }

  private Optional<Published> newest() {
    return published.newest(options.comparisons().get(0).value());
  }
}
