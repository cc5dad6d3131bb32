package io.graydiff.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
    LineFit twoWindows = LineFit.EMPTY.plus(0, 0).plus(1, 0);
    Map<String, LineFit> brief = Map.of("1:1", twoWindows, "2:1", twoWindows);

    assertThat(new ProcessSpread(brief, processes(1, 2)).welch(0.01)).isEmpty();
  }

  /** Slopes of 0.1, 0.2, 0.3 and 0.3, 0.5, 0.7 over ten windows are the means of above. */
  @Test
  void growthIsComparedByProcessToo() {
    Map<String, LineFit> baseline = new LinkedHashMap<>();
    Map<String, LineFit> canary = new LinkedHashMap<>();
    for (int i = 1; i <= 3; i++) {
      baseline.put(i + ":1", line(5, 0.1 * i));
      canary.put(i + ":1", line(-5, 0.1 + 0.2 * i));
    }

    Bounds bounds = new ProcessSpread(baseline, canary).growthWelch(0.01, 10).orElseThrow();

    assertThat((Math.log(bounds.low()) + Math.log(bounds.high())) / 2).isCloseTo(3, within(1e-9));
    assertThat((Math.log(bounds.high()) - Math.log(bounds.low())) / 2)
        .isCloseTo(4.6141 * Math.sqrt(5.0 / 3), within(1e-3));
  }

  private static Map<String, LineFit> processes(double... means) {
    Map<String, LineFit> all = new LinkedHashMap<>();
    for (double mean : means) {
      all.put(all.size() + ":1", line(mean, 0));
    }
    return all;
  }

  private static LineFit line(double begin, double slope) {
    LineFit line = LineFit.EMPTY;
    for (int window = 0; window < 20; window++) {
      line = line.plus(window, begin + slope * window);
    }
    return line;
  }
}
