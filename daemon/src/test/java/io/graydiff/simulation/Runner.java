package io.graydiff.simulation;

import io.graydiff.compare.ComparisonEngine;
import io.graydiff.compare.Verdict;
import io.graydiff.window.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import java.util.stream.IntStream;

/** Plays a scenario many times, both judges looking at the same series. */
final class Runner {
  /** Kayenta is asked at every so many windows, graydiff at each. */
  private static final int KAYENTA_LOOKS = 5;

  private final int runs;
  private final long seed;

  Runner(int runs, long seed) {
    this.runs = runs;
    this.seed = seed;
  }

  /** Plays all runs; those of one scenario are independent of each other and of the order. */
  Outcome play(Scenario scenario) {
    List<Run> all = IntStream.range(0, runs).mapToObj(run -> play(scenario, run)).toList();
    List<Outcome.Row> rows = new ArrayList<>();
    for (int i = 0; i < scenario.watches().size(); i++) {
      int watch = i;
      rows.add(
          new Outcome.Row(
              scenario.watches().get(i),
              tally(all.stream().mapToInt(r -> r.engine[watch]).toArray(), passes(all, watch)),
              tally(all.stream().mapToInt(r -> r.kayenta[watch]).toArray(), 0)));
    }
    return new Outcome(scenario, rows);
  }

  private static int passes(List<Run> all, int watch) {
    return (int) all.stream().filter(r -> r.passed[watch]).count();
  }

  private static Tally tally(int[] firstAlarms, int passes) {
    return new Tally(firstAlarms, passes);
  }

  private Run play(Scenario scenario, int number) {
    SplittableRandom random =
        new SplittableRandom(seed * 1_000_003 + scenario.id().hashCode() * 7_919L + number);
    LongFunction<Window> source = scenario.source().apply(random);
    ComparisonEngine engine = new ComparisonEngine(scenario.settings());
    int watches = scenario.watches().size();
    Run run = new Run(watches);
    double[][] control = new double[watches][Scenario.WINDOWS];
    double[][] experiment = new double[watches][Scenario.WINDOWS];
    for (int w = 0; w < Scenario.WINDOWS; w++) {
      Window window = source.apply(w);
      engine.accept(window);
      for (int i = 0; i < watches; i++) {
        Watch watch = scenario.watches().get(i);
        Verdict verdict = watch.engine().apply(engine);
        run.passed[i] = verdict.gauge() > 0;
        if (verdict == Verdict.REGRESSION) {
          run.engine[i] = Math.min(run.engine[i], w + 1);
        }
        if (watch.window().isPresent()) {
          control[i][w] = watch.window().get().applyAsDouble(window.baseline());
          experiment[i][w] = watch.window().get().applyAsDouble(window.canary());
          run.kayenta[i] = Math.min(run.kayenta[i], kayenta(control[i], experiment[i], w + 1));
        }
      }
    }
    return run;
  }

  private static int kayenta(double[] control, double[] experiment, int windows) {
    boolean alarm =
        windows % KAYENTA_LOOKS == 0
            && Kayenta.callsHigh(
                Arrays.copyOf(control, windows), Arrays.copyOf(experiment, windows));
    return alarm ? windows : Tally.NEVER;
  }

  private static final class Run {
    final int[] engine;
    final int[] kayenta;
    final boolean[] passed;

    Run(int watches) {
      engine = new int[watches];
      kayenta = new int[watches];
      passed = new boolean[watches];
      Arrays.fill(engine, Tally.NEVER);
      Arrays.fill(kayenta, Tally.NEVER);
    }
  }
}
