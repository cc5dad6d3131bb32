package io.graydiff.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.graydiff.compare.ProcessSpread.ProcessMean;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcessSpreadTest {
  /** Means 2 and 5, variances 1 and 4, three each: error 1.2910, freedom 50/17, t(0.01) 4.6141. */
  @Test
  void theIntervalIsWelchs() {
    Bounds bounds =
        new ProcessSpread(processes(1, 2, 3), processes(3, 5, 7)).welch(0.01).orElseThrow();

    assertThat((Math.log(bounds.low()) + Math.log(bounds.high())) / 2).isCloseTo(3, within(1e-9));
    assertThat((Math.log(bounds.high()) - Math.log(bounds.low())) / 2)
        .isCloseTo(4.6141 * Math.sqrt(5.0 / 3), within(1e-3));
  }

  @Test
  void aSingleProcessDecidesNothing() {
    assertThat(new ProcessSpread(processes(1), processes(1, 2)).welch(0.01)).isEmpty();
  }

  @Test
  void processesSeenTooBrieflyDoNotCount() {
    Map<String, ProcessMean> brief =
        Map.of("1:1", new ProcessMean(2, 0), "2:1", new ProcessMean(2, 0));

    assertThat(new ProcessSpread(brief, processes(1, 2)).welch(0.01)).isEmpty();
  }

  private static Map<String, ProcessMean> processes(double... means) {
    Map<String, ProcessMean> all = new LinkedHashMap<>();
    for (double mean : means) {
      all.put(all.size() + ":1", new ProcessMean(20, mean));
    }
    return all;
  }
}
