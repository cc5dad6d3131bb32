package io.graydiff.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.graydiff.collect.KernelProbes;
import io.graydiff.fixture.ExactProgram;
import io.graydiff.fixture.NeedsRoot;
import io.graydiff.kernel.KernelAbi;
import io.graydiff.publish.ProbeStatus;
import io.graydiff.publish.Published;
import io.graydiff.signal.Signal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the kernel counted against what was shown: nothing is unexplained. */
@NeedsRoot
class LossAccountIT {
  private static final int PANICS = 3000;
  private static final int GOEXITS = 700;

  @TempDir Path folder;

  @Test
  void everyHitIsInACountThoughMostEventsFindTheRingFull() throws Exception {
    // Hits of all processes that run a file are counted: nobody else runs these.
    Path first = Files.copy(ExactProgram.build("1.22"), folder.resolve("first"));
    Path second = Files.copy(ExactProgram.build("1.23"), folder.resolve("second"));
    KernelProbes.Capacity small =
        new KernelProbes.Capacity(KernelProbes.Capacity.USUAL.openSpans(), KernelAbi.EVENT_SIZE);
    try (ExactProgram baseline = ExactProgram.startFrom(first);
        ExactProgram canary = ExactProgram.startFrom(second);
        Measurement measurement =
            Measurement.of(baseline, canary, Set.of(Signal.PANICS, Signal.GOEXITS), small)) {
      Published before = measurement.begin();
      for (ExactProgram program : List.of(baseline, canary)) {
        program.command("panic " + PANICS);
        program.command("goexit " + GOEXITS);
      }
      long done = 2 * (PANICS + GOEXITS);
      Published after = measurement.settledAfter(now -> hits(now) - hits(before) >= done);
      long shown =
          shown(new Growth(before.baseline(), after.baseline()))
              + shown(new Growth(before.canary(), after.canary()));
      long lost = after.result().loss().events();
      System.out.printf(
          "loss account: %d hits in the kernel, %d in counts, %d unexplained; of %d panics %d shown"
              + " one by one, %d lost%n",
          hits(after) - hits(before),
          shown,
          hits(after) - hits(before) - shown,
          2 * PANICS,
          measurement.events().size(),
          lost);
      assertThat(hits(after) - hits(before)).isEqualTo(shown);
      assertThat(shown).isEqualTo(done);
      assertThat(lost).isPositive();
      // Programs that other processes execute meanwhile are events, too.
      assertThat(lost + measurement.events().size()).isGreaterThanOrEqualTo(2 * PANICS);
    }
  }

  /** Of the probes of panics and Goexit, which are of one kind. */
  private static long hits(Published published) {
    return published.probes().stream()
        .filter(status -> status.signal() == Signal.PANICS)
        .mapToLong(ProbeStatus::hits)
        .max()
        .orElse(0);
  }

  private static long shown(Growth growth) {
    return growth.count(Signal.PANICS) + growth.count(Signal.GOEXITS);
  }
}
