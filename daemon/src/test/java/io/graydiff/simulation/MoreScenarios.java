package io.graydiff.simulation;

import io.graydiff.compare.EngineSettings;
import io.graydiff.histogram.Histogram;
import io.graydiff.signal.Kind;
import io.graydiff.signal.Signal;
import io.graydiff.window.Exposure;
import io.graydiff.window.Measures;
import io.graydiff.window.Series;
import io.graydiff.window.Window;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;

/** What production adds to the eight: swings, spikes, restarts, leaks, and many signals at once. */
final class MoreScenarios {
  private static final Signal LATENCY = Signal.HTTP_REQUEST_LATENCY;
  private static final Signal GOROUTINES = Signal.GOROUTINE_LIVE;
  private static final double LEVEL_TOLERANCE = 0.1;

  private MoreScenarios() {}

  static List<Scenario> all() {
    return List.of(
        latency("9", "A/A, diurnal swing of load and speed, traffic 9:1", MoreScenarios::diurnal),
        latency("10", "A/A, one window of the canary at x100", MoreScenarios::spike),
        new Scenario(
            "11",
            "A/A, the canary's process restarts cold",
            Scenarios.only(LATENCY, 0.03, 4),
            MoreScenarios::restart,
            List.of(
                Watch.latency("p50", 0.5, Target.atMost(0.01)),
                Watch.latency("p99", 0.99, Target.atMost(0.01)))),
        levels("12", "A/A levels, a restart that fills up again", MoreScenarios::refill, false),
        levels("13", "A/A levels, AR(1) 0.9, sd 2 %", random -> drifting(random, 0.02, 0), false),
        levels(
            "14",
            "leak of 0.2 % a window, AR(1) 0.9, sd 1 %",
            random -> drifting(random, 0.01, 0.002),
            true),
        new Scenario(
            "15",
            "A/A counts, bursts that last: phi = 5, AR(1) 0.8, sd 10 %",
            Scenarios.only(Signal.PANICS, 0.03, 1),
            MoreScenarios::bursts,
            List.of(Watch.count(Signal.PANICS, Target.atMost(0.02)))),
        new Scenario(
            "16",
            "A/A, all signals at once, AR(1) 0.8, sd 3 %",
            new EngineSettings(0.01, Scenario.WINDOWS, Map.of()),
            MoreScenarios::everything,
            List.of(Watch.whole(Target.atMost(0.01)))),
        Scenarios.count(
            "17a",
            "A/A counts, one window in 20 sees a burst of 300",
            Counts.inBursts(5, 5),
            Target.atMost(0.01)),
        Scenarios.count(
            "17b", "the same, 5 -> 150", Counts.inBursts(5, 150), Target.atLeast(0.95, 55)));
  }

  private static Scenario latency(
      String id, String title, Function<RandomGenerator, LongFunction<Window>> s) {
    return new Scenario(
        id,
        title,
        Scenarios.only(LATENCY, 0.03, 4),
        s,
        List.of(
            Watch.latency("p50", 0.5, Target.atMost(0.01)),
            Watch.latency("p99", 0.99, Target.atMost(0.01))));
  }

  private static Scenario levels(
      String id,
      String title,
      Function<RandomGenerator, LongFunction<Window>> source,
      boolean leaks) {
    Target slope = leaks ? Target.atLeast(0.9) : Target.atMost(0.01);
    List<Watch> watches =
        leaks
            ? List.of(Watch.level(GOROUTINES, "slope", slope))
            : List.of(
                Watch.level(GOROUTINES, "slope", slope),
                Watch.level(GOROUTINES, "level", Target.atMost(0.01)));
    return new Scenario(id, title, Scenarios.only(GOROUTINES, LEVEL_TOLERANCE, 2), source, watches);
  }

  private static LongFunction<Window> diurnal(RandomGenerator random) {
    return w -> {
      double swing = Math.sin(2 * Math.PI * w / Scenario.WINDOWS);
      int requests = (int) Math.round(1000 * Math.exp(0.7 * swing));
      double slower = 0.3 * swing;
      Histogram b = Draw.latencies(random, requests * 9 / 10, slower, 0, 1);
      Histogram c = Draw.latencies(random, requests / 10, slower, 0, 1);
      return Windows.of(w, latencies(b), latencies(c));
    };
  }

  private static LongFunction<Window> spike(RandomGenerator random) {
    int at = random.nextInt(Scenario.WINDOWS);
    return w -> {
      double shift = w == at ? Math.log(100) : 0;
      return Windows.of(
          w,
          latencies(Draw.latencies(random, 500, 0, 0, 1)),
          latencies(Draw.latencies(random, 500, shift, 0, 1)));
    };
  }

  private static LongFunction<Window> restart(RandomGenerator random) {
    int at = 20 + random.nextInt(80);
    return w -> {
      double cold = w >= at ? Math.log(3) * Math.exp(-(w - at) / 2.0) : 0;
      int pid = w < at ? Windows.CANARY_PID : Windows.CANARY_PID + 1;
      return Windows.of(
          w,
          latencies(Draw.latencies(random, 500, 0, 0, 1)),
          pid,
          latencies(Draw.latencies(random, 500, cold, 0, 1)));
    };
  }

  private static LongFunction<Window> refill(RandomGenerator random) {
    int at = 20 + random.nextInt(80);
    Autoregressive b = new Autoregressive(random, 0.9, 0.02);
    Autoregressive c = new Autoregressive(random, 0.9, 0.02);
    return w -> {
      double filled = w >= at ? 1 - 0.7 * Math.exp(-(w - at) / 10.0) : 1;
      int pid = w < at ? Windows.CANARY_PID : Windows.CANARY_PID + 1;
      return Windows.of(
          w, level(1000 * Math.exp(b.next())), pid, level(1000 * filled * Math.exp(c.next())));
    };
  }

  private static LongFunction<Window> drifting(
      RandomGenerator random, double deviation, double leak) {
    Autoregressive b = new Autoregressive(random, 0.9, deviation);
    Autoregressive c = new Autoregressive(random, 0.9, deviation);
    return w ->
        Windows.of(
            w, level(1000 * Math.exp(b.next())), level(1000 * (1 + leak * w) * Math.exp(c.next())));
  }

  private static LongFunction<Window> bursts(RandomGenerator random) {
    Autoregressive b = new Autoregressive(random, 0.8, 0.1);
    Autoregressive c = new Autoregressive(random, 0.8, 0.1);
    return w ->
        Windows.of(
            w,
            count(Draw.overdispersed(random, 100 * Math.exp(b.next()), 5)),
            count(Draw.overdispersed(random, 100 * Math.exp(c.next()), 5)));
  }

  private static LongFunction<Window> everything(RandomGenerator random) {
    Autoregressive b = new Autoregressive(random, 0.8, 0.03);
    Autoregressive c = new Autoregressive(random, 0.8, 0.03);
    return w -> Windows.of(w, everything(random, b.next()), everything(random, c.next()));
  }

  private static Measures everything(RandomGenerator random, double drift) {
    Map<Series, Histogram> distributions = new HashMap<>();
    Map<Signal, Double> counts = new HashMap<>();
    Map<Signal, Double> levels = new HashMap<>();
    for (Signal signal : Signal.values()) {
      if (signal.kind() == Kind.DISTRIBUTION) {
        int size = (int) Draw.poisson(random, 200);
        distributions.put(Series.whole(signal), Draw.latencies(random, size, drift, 0, 1));
      } else if (signal.kind() == Kind.COUNT) {
        boolean sparse = signal.ordinal() % 3 == 0;
        long count = sparse ? Draw.poisson(random, 0.3) : Draw.overdispersed(random, 50, 2);
        counts.put(signal, (double) count);
      } else {
        levels.put(signal, 1000 * Math.exp(drift + 0.02 * random.nextGaussian()));
      }
    }
    return new Measures(distributions, Map.of(), counts, levels, new Exposure(1000, 2, 10));
  }

  private static Measures latencies(Histogram values) {
    return new Measures(
        Map.of(Series.whole(LATENCY), values),
        Map.of(),
        Map.of(),
        Map.of(),
        new Exposure(values.count(), 0, 10));
  }

  private static Measures level(double value) {
    return new Measures(
        Map.of(), Map.of(), Map.of(), Map.of(GOROUTINES, value), new Exposure(0, 0, 10));
  }

  private static Measures count(double value) {
    return new Measures(
        Map.of(), Map.of(), Map.of(Signal.PANICS, value), Map.of(), new Exposure(0, 0, 10));
  }
}
