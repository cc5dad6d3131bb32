package io.graydiff.app.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graydiff.compare.AaSplit;
import io.graydiff.compare.ComparisonEngine;
import io.graydiff.compare.EngineSettings;
import io.graydiff.histogram.Histogram;
import io.graydiff.signal.Signal;
import io.graydiff.target.Selector;
import io.graydiff.target.Selectors;
import io.graydiff.window.Exposure;
import io.graydiff.window.GroupWindow;
import io.graydiff.window.Measures;
import io.graydiff.window.ProcessWindow;
import io.graydiff.window.Series;
import io.graydiff.window.Window;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {
  private static final EngineSettings SETTINGS = new EngineSettings(0.01, 60, Map.of());
  private static final String BEGAN = "2026-01-02T03:04:05Z";

  @TempDir Path folder;

  @Test
  void aComparisonGoesOnFromWhatWasSaved() throws Exception {
    ComparisonEngine engine = new ComparisonEngine(SETTINGS);
    for (int i = 0; i < 20; i++) {
      engine.accept(window(i));
    }
    StateFolder states = new StateFolder(folder.resolve("made"));
    states.save(spec("10s"), BEGAN, engine.state(), new AaSplit(SETTINGS).state());

    StateFolder.Saved saved = states.load(spec("10s")).orElseThrow();
    assertThat(saved.startedAt()).isEqualTo(BEGAN);
    ComparisonEngine resumed = ComparisonEngine.resume(SETTINGS, saved.engine());
    assertThat(resumed.signals()).isEqualTo(engine.signals());
    assertThat(resumed.windows()).isEqualTo(20);
  }

  @Test
  void aComparisonThatIsConfiguredOtherwiseBeginsAnew() throws Exception {
    StateFolder states = new StateFolder(folder);
    states.save(
        spec("10s"), BEGAN, new ComparisonEngine(SETTINGS).state(), new AaSplit(SETTINGS).state());
    assertThat(states.load(spec("20s"))).isEmpty();
  }

  @Test
  void aFileThatIsDamagedOrMissingMeansToBeginAnew() throws Exception {
    StateFolder states = new StateFolder(folder);
    assertThat(states.load(spec("10s"))).isEmpty();
    Files.writeString(folder.resolve("checkout.json"), "{\"compares\": ");
    assertThat(states.load(spec("10s"))).isEmpty();
  }

  @Test
  void aFolderThatCannotBeMadeIsRefused() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> new StateFolder(file.resolve("below")))
        .isInstanceOf(IOException.class);
  }

  private static ComparisonSpec spec(String window) throws Exception {
    return new ComparisonSpec(
        "checkout",
        Selectors.of(Selector.parse("go=1.22")),
        Selectors.of(Selector.parse("go=1.23")),
        Duration.parse("PT" + window),
        SETTINGS,
        Set.of(Signal.HTTP_REQUEST_LATENCY));
  }

  private static Window window(int sequence) {
    return new Window(sequence, sequence, sequence + 1L, group(1, sequence), group(2, sequence));
  }

  private static GroupWindow group(int pid, int sequence) {
    Measures measures =
        new Measures(
            Map.of(
                Series.whole(Signal.HTTP_REQUEST_LATENCY),
                Histogram.ofValues(1_000_000 + 1_000 * sequence, 2_000_000, 3_000_000 * pid)),
            Map.of(),
            Map.of(Signal.GC_CYCLES, 3.0),
            Map.of(Signal.PROCESS_THREADS, 7.0),
            new Exposure(3, 0.1, 1));
    return GroupWindow.of(List.of(new ProcessWindow(pid, 1, measures)));
  }
}
