package io.graydiff.simulation;

import io.graydiff.compare.EngineSettings;
import io.graydiff.compare.SignalSettings;
import io.graydiff.signal.Signal;
import io.graydiff.signal.Worse;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The eight scenarios that judges get wrong, with the figures to reach. */
final class Scenarios {
  private static final double ALPHA = 0.01;
  private static final Signal LATENCY = Signal.HTTP_REQUEST_LATENCY;

  private Scenarios() {}

  static List<Scenario> eight() {
    return List.of(
        latency("1", "A/A, independent", 0.03, new Groups(), p50(0.01), p99(0.01)),
        latency(
            "2",
            "A/A, AR(1) 0.8, sd 3 % per group",
            0.03,
            new Groups().ownDrift(0.8, 0.03),
            p50(0.01),
            p99(0.01)),
        latency(
            "3",
            "A/A, AR(1) 0.95, sd 3 % per group",
            0.03,
            new Groups().ownDrift(0.95, 0.03),
            p50(0.05),
            p99(0.02)),
        latency(
            "4",
            "+5 % under shared load drift",
            0,
            new Groups().sharedDrift().canaryFactor(1.05),
            Watch.latency("p50", 0.5, Target.atLeast(0.99, 20))),
        latency(
            "5",
            "1.5 % of requests x3, drift",
            0.03,
            new Groups().sharedDrift().slow(0.015, 3),
            Watch.latency("p99", 0.99, Target.atLeast(0.98, 32))),
        latency(
            "6",
            "+20 %, drift, traffic 10:1",
            0,
            new Groups().sharedDrift().canaryFactor(1.2).sizes(500, 50),
            Watch.latency("p99", 0.99, Target.atLeast(0.95, 45))),
        count("7a", "A/A counts, phi = 5", Counts.overdispersed(100, 100, 5), Target.atMost(0.01)),
        count("7b", "A/A counts, 0.2 a window", Counts.poisson(0.2, 0.2), Target.atMost(0.01)),
        count(
            "8", "counts 0.2 -> 0.6 a window", Counts.poisson(0.2, 0.6), Target.atLeast(0.95, 55)));
  }

  /** Settings under which each statistic of one signal has a level of 1 %. */
  static EngineSettings only(Signal signal, double tolerance, int statistics) {
    Map<Signal, SignalSettings> settings = new EnumMap<>(Signal.class);
    for (Signal other : Signal.values()) {
      settings.put(other, new SignalSettings(tolerance, Worse.HIGHER, other == signal));
    }
    return new EngineSettings(ALPHA * statistics, Scenario.WINDOWS, settings);
  }

  private static Scenario latency(
      String id, String title, double tolerance, Groups groups, Watch... watches) {
    return new Scenario(id, title, only(LATENCY, tolerance, 4), groups::windows, List.of(watches));
  }

  static Scenario count(String id, String title, Counts counts, Target target) {
    return new Scenario(
        id,
        title,
        only(Signal.PANICS, 0, 1),
        counts::windows,
        List.of(Watch.count(Signal.PANICS, target)));
  }

  private static Watch p50(double mostAlarms) {
    return Watch.latency("p50", 0.5, Target.atMost(mostAlarms));
  }

  private static Watch p99(double mostAlarms) {
    return Watch.latency("p99", 0.99, Target.atMost(mostAlarms));
  }
}
