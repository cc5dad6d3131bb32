package io.graydiff.fleet;

import io.graydiff.compare.AaSplit;
import io.graydiff.compare.ComparisonEngine;
import io.graydiff.compare.ComparisonResult;
import io.graydiff.compare.EngineSettings;
import io.graydiff.signal.Signal;
import io.graydiff.window.Measures;
import io.graydiff.window.Window;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Judges one comparison over all agents, by the same engine as an agent does over its processes.
 * For one thread; results are immutable and may be shared.
 */
public final class FleetJudge {
  private static final int UNSETTLED_WINDOWS = 10;

  private final PrometheusClient prometheus;
  private final FleetQuery query;
  private final FleetReader reader;
  private final ComparisonEngine engine;
  private final AaSplit falseAlarms;
  private final double start;
  private final double step;
  private double seconds;
  private double began;
  private int point;

  /**
   * @param signals what is judged
   * @param start seconds since 1970 at which the first window begins
   * @param step length of a window in seconds
   */
  public FleetJudge(
      PrometheusClient prometheus,
      FleetQuery query,
      EngineSettings settings,
      Set<Signal> signals,
      double start,
      double step) {
    this.prometheus = prometheus;
    this.query = query;
    this.reader = new FleetReader(prometheus, query, signals);
    this.engine = new ComparisonEngine(settings);
    this.falseAlarms = new AaSplit(settings);
    this.start = start;
    this.step = step;
    this.began = start;
  }

  /** Judges every window that has ended by now, in seconds since 1970, and was not judged yet. */
  public void advance(double now) throws PrometheusException {
    int to = (int) Math.floor((now - start) / step);
    if (to > point) {
      reader.read(new Grid(start, step, to + 1), point, to, this::accept);
      point = to;
    }
  }

  /**
   * How far back a look for a change of what is compared has to reach, in seconds since 1970: some
   * windows, because Prometheus may know of a scrape later than it was.
   */
  public double unsettledSince() {
    return Math.max(start, readTo() - UNSETTLED_WINDOWS * step);
  }

  private double readTo() {
    return start + point * step;
  }

  /** When the next window ends, in seconds since 1970. */
  public double nextEnd() {
    return start + (point + 1) * step;
  }

  /** Windows judged so far. */
  public long windows() {
    return engine.windows();
  }

  /** Why there is no window yet of which both groups have figures, in one line. */
  public String whyNoWindow() {
    long baseline = reader.agents(false);
    long canary = reader.agents(true);
    String missing =
        baseline > 0 && canary > 0
            ? "the groups have figures at different times only"
            : "Prometheus has no figures of the "
                + (canary > 0 ? "baseline" : baseline > 0 ? "canary" : "groups");
    return String.format(
        Locale.ROOT,
        "'%s' cannot be judged: in %d windows of %.0f s since %s %s; see that agents observe both",
        query.comparison(),
        point,
        step,
        instant(start),
        missing);
  }

  /** The state after the last window. */
  public ComparisonResult result() throws PrometheusException {
    FleetFacts facts = FleetFacts.at(prometheus, query, readTo());
    List<String> notes = new ArrayList<>(engine.notes());
    notes.add(
        "units are agents, %d with the baseline and %d with the canary: the processes of one agent"
                .formatted(reader.agents(false), reader.agents(true))
            + " count together");
    if (reader.unpaired() > 0) {
      notes.add(
          "%d of %d windows are left out, because a group had no figures of them"
              .formatted(reader.unpaired(), point));
    }
    return new ComparisonResult(
        query.comparison(),
        instant(began),
        seconds,
        facts.baseline(),
        facts.canary(),
        engine.assessment(),
        facts.cost(),
        facts.loss(),
        notes,
        ComparisonResult.Findings.NONE);
  }

  /** Everything of the baseline since the beginning. */
  public Measures baseline() {
    return engine.cumulativeBaseline();
  }

  /** Everything of the canary since the beginning. */
  public Measures canary() {
    return engine.cumulativeCanary();
  }

  /** How often the engine alarmed on two halves of the baseline's agents. */
  public long falseAlarms() {
    return falseAlarms.alarms();
  }

  /** How many comparisons of two halves of the baseline's agents have ended. */
  public long falseAlarmTrials() {
    return falseAlarms.trials();
  }

  private void accept(Window window) {
    if (engine.windows() == 0) {
      began = window.startNanos() / 1e9;
    }
    seconds += window.seconds();
    engine.accept(window);
    falseAlarms.accept(window);
  }

  private static Instant instant(double seconds) {
    return Instant.ofEpochMilli(Math.round(seconds * 1e3));
  }
}
