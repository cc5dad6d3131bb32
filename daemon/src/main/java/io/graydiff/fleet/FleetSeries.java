package io.graydiff.fleet;

import io.graydiff.signal.Kind;
import io.graydiff.signal.Signal;
import io.graydiff.window.Series;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Everything that the agents of a comparison had exported at each point of a grid. Read by one
 * thread.
 */
final class FleetSeries {
  private static final Pattern EXPOSURE =
      Pattern.compile("graydiff_(signal_)?exposure_(requests|cpu_seconds|process_seconds)_total");
  private static final Pattern CENSORED = Pattern.compile("graydiff_signal_censored_.*");
  private static final Pattern HISTOGRAM =
      Pattern.compile("graydiff_signal_(censored_)?(?:seconds|bytes)_(bucket|sum)");

  private final Grid grid;
  private final Set<Signal> signals;
  private final Map<UnitKey, UnitSeries> units = new LinkedHashMap<>();
  private final Map<Map<String, String>, double[]> startedAt = new HashMap<>();

  private FleetSeries(Grid grid, Set<Signal> signals) {
    this.grid = grid;
    this.signals = signals;
  }

  /** Reads all that is needed of these signals. */
  static FleetSeries read(
      PrometheusClient prometheus, FleetQuery query, Grid grid, Set<Signal> signals)
      throws PrometheusException {
    FleetSeries fleet = new FleetSeries(grid, signals);
    prometheus.range(
        "timestamp(" + query.of(FleetQuery.PROCESS_SECONDS) + ")",
        grid,
        (labels, values) -> fleet.unit(labels).scrapedAt(values));
    prometheus.range(query.figures(), grid, fleet::figure);
    for (Signal signal : signals) {
      if (signal.kind() == Kind.DISTRIBUTION) {
        prometheus.range(query.buckets(signal), grid, fleet::figure);
        prometheus.range(query.natives(signal), grid, fleet.natives(signal));
      }
    }
    return fleet;
  }

  Map<UnitKey, UnitSeries> units() {
    return units;
  }

  /** Whether the agent's comparison is the same at this point as at the one before. */
  boolean goesOn(UnitKey unit, int point) {
    double[] began = startedAt.get(unit.agent());
    return began == null || began[point - 1] == began[point];
  }

  /** Takes native histograms; counts and sums of classic ones under the same name are none. */
  private SeriesReader.Handler natives(Signal signal) {
    return new SeriesReader.Handler() {
      @Override
      public void series(Map<String, String> labels, double[] values) {}

      @Override
      public void histograms(Map<String, String> labels, List<Optional<NativeHistogram>> points) {
        Series series = new Series(signal, labels.getOrDefault("value", ""));
        boolean cutOff = CENSORED.matcher(labels.getOrDefault("__name__", "")).matches();
        unit(labels).natives(series, cutOff, new NativeSeries(signal.unit(), points));
      }
    };
  }

  private UnitSeries unit(Map<String, String> labels) {
    return units.computeIfAbsent(UnitKey.of(labels), key -> new UnitSeries(grid));
  }

  private void figure(Map<String, String> labels, double[] values) throws PrometheusException {
    String name = labels.getOrDefault("__name__", "");
    if (name.equals(FleetQuery.STARTED)) {
      startedAt.put(UnitKey.agentOf(labels), values);
    } else if (name.equals(FleetQuery.PROCESSES)) {
      unit(labels).processes(values);
    } else {
      Matcher exposure = EXPOSURE.matcher(name);
      if (exposure.matches() && exposure.group(1) == null) {
        unit(labels).exposure(exposure.group(2), values);
        return;
      }
      Optional<Signal> signal =
          Signal.byId(labels.getOrDefault("signal", "")).filter(signals::contains);
      if (signal.isPresent()) {
        ofSignal(name, signal.get(), labels, values);
      }
    }
  }

  private void ofSignal(String name, Signal signal, Map<String, String> labels, double[] values)
      throws PrometheusException {
    UnitSeries unit = unit(labels);
    Matcher exposure = EXPOSURE.matcher(name);
    Matcher histogram = HISTOGRAM.matcher(name);
    if (exposure.matches()) {
      unit.exposure(signal, exposure.group(2), values);
    } else if (histogram.matches()) {
      BucketSeries buckets = unit.buckets(signal, histogram.group(1) != null);
      if (histogram.group(2).equals("sum")) {
        buckets.sum(values);
      } else {
        buckets.bucket(labels.getOrDefault("le", ""), values);
      }
    } else if (name.equals(FleetQuery.EVENTS)) {
      unit.events(signal, values);
    } else if (name.equals(FleetQuery.LEVEL)) {
      unit.level(signal, values);
    }
  }
}
