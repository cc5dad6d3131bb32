package io.graydiff.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.graydiff.compare.WindowBuilder.Process;
import io.graydiff.histogram.Histogram;
import io.graydiff.signal.Signal;
import io.graydiff.window.Series;
import io.graydiff.window.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EngineStateTest {
  private static final EngineSettings SETTINGS = new EngineSettings(0.01, 60, Map.of());

  /** Records are their components: {@code isWhole()} and the like are not saved. */
  private final ObjectMapper mapper =
      JsonMapper.builder().disable(MapperFeature.AUTO_DETECT_IS_GETTERS).build();

  private final Random random = new Random(11);
  private final WindowBuilder windows = new WindowBuilder();

  @Test
  void anEngineThatWasSavedAsJsonGoesOnAsIfNothingHadHappened() throws Exception {
    ComparisonEngine whole = new ComparisonEngine(SETTINGS);
    ComparisonEngine interrupted = new ComparisonEngine(SETTINGS);
    for (Window window : someWindows(60)) {
      whole.accept(window);
      interrupted.accept(window);
      if (window.sequence() % 7 == 0) {
        String json = mapper.writeValueAsString(interrupted.state());
        interrupted = ComparisonEngine.resume(SETTINGS, mapper.readValue(json, EngineState.class));
      }
    }

    assertThat(interrupted.signals()).isEqualTo(whole.signals());
    assertThat(interrupted.verdict()).isEqualTo(whole.verdict());
    assertThat(interrupted.notes()).isEqualTo(whole.notes());
    assertThat(interrupted.cumulativeCanary()).isEqualTo(whole.cumulativeCanary());
  }

  @Test
  void aChangeOfToleranceGoesOnFromTheSameData() {
    ComparisonEngine strict = new ComparisonEngine(SETTINGS);
    someWindows(60).forEach(strict::accept);
    SignalSettings wide = new SignalSettings(5, Signal.PARK_LATENCY.worse(), true);
    ComparisonEngine lenient =
        ComparisonEngine.resume(
            new EngineSettings(0.01, 60, Map.of(Signal.PARK_LATENCY, wide)), strict.state());

    Change before = change(strict, "p50");
    Change after = change(lenient, "p50");
    assertThat(before.verdict()).isEqualTo(Verdict.REGRESSION);
    assertThat(after.verdict()).isEqualTo(Verdict.PASS);
    assertThat(after.low()).isEqualTo(before.low());
    assertThat(after.high()).isEqualTo(before.high());
  }

  @Test
  void theStateDoesNotGrowWithTheNumberOfWindows() throws Exception {
    ComparisonEngine engine = new ComparisonEngine(SETTINGS);
    List<Window> all = someWindows(600);
    all.subList(0, 100).forEach(engine::accept);
    int early = mapper.writeValueAsString(engine.state()).length();
    all.subList(100, 600).forEach(engine::accept);

    assertThat(mapper.writeValueAsString(engine.state()).length()).isBetween(1000, early * 5 / 4);
  }

  @Test
  void aStateOfAnotherLayoutIsRefused() {
    EngineState now = new ComparisonEngine(SETTINGS).state();
    EngineState other =
        new EngineState(
            99,
            now.windows(),
            now.seconds(),
            now.settling(),
            now.distributions(),
            now.counts(),
            now.amounts(),
            now.levels(),
            now.baseline(),
            now.canary(),
            now.baselineServed(),
            now.canaryServed());

    assertThatThrownBy(() -> ComparisonEngine.resume(SETTINGS, other))
        .hasMessageContaining("layout 99");
  }

  private List<Window> someWindows(int count) {
    List<Window> all = new ArrayList<>();
    for (int w = 0; w < count; w++) {
      all.add(
          windows
              .baseline(1, process(1.0))
              .baseline(2, process(1.0))
              .canary(3, process(1.3))
              .canary(4, process(1.3))
              .next());
    }
    return all;
  }

  private Process process(double factor) {
    return new Process()
        .histogram(new Series(Signal.PARK_LATENCY, "select"), values(20, factor))
        .histogram(Series.whole(Signal.PARK_LATENCY), values(40, factor))
        .cutOff(Signal.PARK_LATENCY, 5_000_000)
        .count(Signal.GC_CYCLES, random.nextInt(3))
        .count(Signal.PROCESS_CPU_SECONDS, factor * (1 + 0.1 * random.nextDouble()))
        .level(Signal.GOROUTINE_LIVE, 100 + random.nextInt(10))
        .exposure(1000 + random.nextInt(100), 2);
  }

  private Histogram values(int n, double factor) {
    return Histogram.ofValues(
        random.doubles(n).mapToLong(u -> Math.round(factor * 1e6 * (0.5 + u))).toArray());
  }

  private static Change change(ComparisonEngine engine, String statistic) {
    return engine.signals().stream()
        .filter(r -> r.series().equals(Series.whole(Signal.PARK_LATENCY)))
        .flatMap(r -> r.changes().stream())
        .filter(c -> c.statistic().equals(statistic))
        .findFirst()
        .orElseThrow();
  }
}
