package io.graydiff.compare;

import io.graydiff.compare.WindowBuilder.Process;
import io.graydiff.histogram.Histogram;
import io.graydiff.signal.Kind;
import io.graydiff.signal.Signal;
import io.graydiff.window.Series;
import io.graydiff.window.Window;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What the judge does with a window in which every signal has values, labels left out. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class EngineBenchmark {
  private static final int WINDOWS = 16;
  private static final int VALUES = 1000;
  private static final double MEDIAN = 1e6;
  private static final long SEED = 20261120;

  @Param({"2", "10", "64"})
  public int processes;

  private List<Window> windows = List.of();
  private ComparisonEngine engine = engine();
  private int next;

  private static ComparisonEngine engine() {
    return new ComparisonEngine(new EngineSettings(0.01, 120, Map.of()));
  }

  @Setup(Level.Trial)
  public void draw() {
    Random random = new Random(SEED);
    WindowBuilder builder = new WindowBuilder();
    windows = Stream.generate(() -> window(builder, random)).limit(WINDOWS).toList();
  }

  private Window window(WindowBuilder builder, Random random) {
    for (int pid = 0; pid < processes; pid += 2) {
      builder.baseline(pid, process(random)).canary(pid + 1, process(random));
    }
    return builder.next();
  }

  private static Process process(Random random) {
    Process process = new Process().exposure(VALUES, 1);
    for (Signal signal : Signal.values()) {
      if (signal.kind() == Kind.DISTRIBUTION) {
        process.histogram(Series.whole(signal), values(random));
      } else if (signal.kind() == Kind.COUNT) {
        process.count(signal, VALUES + random.nextInt(VALUES));
      } else {
        process.level(signal, VALUES + random.nextInt(VALUES));
      }
    }
    return process;
  }

  private static Histogram values(Random random) {
    return Histogram.ofValues(
        random
            .doubles(VALUES)
            .mapToLong(u -> Math.round(MEDIAN * Math.exp(2 * u) * (1 + random.nextDouble())))
            .toArray());
  }

  @Setup(Level.Iteration)
  public void begin() {
    engine = engine();
    windows.forEach(engine::accept);
    next = 0;
  }

  @Benchmark
  public long accept() {
    engine.accept(windows.get(next++ % WINDOWS));
    return engine.windows();
  }

  @Benchmark
  public Object acceptAndJudge() {
    engine.accept(windows.get(next++ % WINDOWS));
    return engine.signals();
  }
}
