package io.graydiff.compare;

import io.graydiff.histogram.Histogram;
import io.graydiff.signal.Signal;
import io.graydiff.window.Exposure;
import io.graydiff.window.GroupWindow;
import io.graydiff.window.Measures;
import io.graydiff.window.ProcessWindow;
import io.graydiff.window.Series;
import io.graydiff.window.Window;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes one window after another of ten seconds, process by process. */
final class WindowBuilder {
  private static final long LENGTH_NANOS = 10_000_000_000L;

  private long sequence;
  private final List<ProcessWindow> baseline = new ArrayList<>();
  private final List<ProcessWindow> canary = new ArrayList<>();

  WindowBuilder baseline(int pid, Process process) {
    baseline.add(process.window(pid));
    return this;
  }

  WindowBuilder canary(int pid, Process process) {
    canary.add(process.window(pid));
    return this;
  }

  Window next() {
    long start = sequence * LENGTH_NANOS;
    Window window =
        new Window(
            sequence++,
            start,
            start + LENGTH_NANOS,
            GroupWindow.of(baseline),
            GroupWindow.of(canary));
    baseline.clear();
    canary.clear();
    return window;
  }

  /** What one process did. */
  static final class Process {
    private final Map<Series, Histogram> ended = new HashMap<>();
    private final Map<Series, Histogram> cut = new HashMap<>();
    private final Map<Signal, Double> counts = new HashMap<>();
    private final Map<Signal, Double> levels = new HashMap<>();
    private Exposure exposure = new Exposure(0, 0, 10);

    Process values(Signal signal, long... values) {
      ended.put(Series.whole(signal), Histogram.ofValues(values));
      return this;
    }

    Process histogram(Series series, Histogram histogram) {
      ended.put(series, histogram);
      return this;
    }

    Process cutOff(Signal signal, long... values) {
      cut.put(Series.whole(signal), Histogram.ofValues(values));
      return this;
    }

    Process count(Signal signal, double count) {
      counts.put(signal, count);
      return this;
    }

    Process level(Signal signal, double level) {
      levels.put(signal, level);
      return this;
    }

    Process exposure(double requests, double cpuSeconds) {
      exposure = new Exposure(requests, cpuSeconds, 10);
      return this;
    }

    private ProcessWindow window(int pid) {
      return new ProcessWindow(pid, 1, new Measures(ended, cut, counts, levels, exposure));
    }
  }
}
