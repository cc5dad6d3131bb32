package io.graydiff.trial;

import io.graydiff.app.agent.Agent;
import io.graydiff.app.agent.ComparisonSpec;
import io.graydiff.app.demo.DemoEnvironment;
import io.graydiff.publish.PublishedComparisons;
import io.graydiff.simulation.MarkedTable;
import io.graydiff.simulation.Tally;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;

/**
 * Repeats every experiment, a few trials at a time under one agent, and writes a table between the
 * marks of docs/verdicts.md. Each line is appended as soon as its experiment is over.
 *
 * <p>Arguments: repetitions of an A/A, repetitions of a fault, and the file to write or {@code -}
 * for none.
 */
public final class Trials {
  private static final double BUDGET = 0.01;
  private static final int LOOK_MILLIS = 50;
  private static final MarkedTable TABLE = new MarkedTable("trials");
  private static final String HEADER =
      "| what differs | trials | called a regression (95 % interval) | of the signal that has the"
          + " fault | delay in windows, median / p90 | with no tolerance | passes | listed as"
          + " changed | spent, mean |\n|---|---|---|---|---|---|---|---|---|\n";

  private Trials() {}

  public static void main(String[] arguments) throws Exception {
    if (arguments.length != 3) {
      System.err.println("usage: Trials SAME DIFFERENT FILE|-");
      System.exit(2);
    }
    DemoEnvironment environment =
        new DemoEnvironment(
            Path.of("..").toAbsolutePath().normalize(), DemoEnvironment.defaultCache());
    StringBuilder table = new StringBuilder(HEADER);
    System.out.print(table);
    for (Experiment experiment :
        Experiment.all(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]))) {
      String row = row(experiment, repeat(experiment, environment));
      System.out.print(row);
      table.append(row);
    }
    if (!arguments[2].equals("-")) {
      TABLE.write(Path.of(arguments[2]), table + caption());
    }
  }

  private static List<Trial.Outcome> repeat(Experiment experiment, DemoEnvironment environment)
      throws Exception {
    List<Trial.Outcome> outcomes = new ArrayList<>();
    while (outcomes.size() < experiment.repetitions()) {
      int left = experiment.repetitions() - outcomes.size();
      for (Trial.Outcome outcome :
          round(experiment, Math.min(experiment.atATime(), left), environment)) {
        outcome.trouble().ifPresent(trouble -> System.err.println("left out: " + trouble));
        if (outcome.trouble().isEmpty()) {
          outcomes.add(outcome);
        }
        if (!outcome.alarms().isEmpty()) {
          System.err.println(experiment.title() + ": " + outcome.alarms());
        }
        if (!outcome.changed().isEmpty()) {
          System.err.println(experiment.title() + ", changed: " + outcome.changed());
        }
      }
    }
    return outcomes;
  }

  private static List<Trial.Outcome> round(
      Experiment experiment, int count, DemoEnvironment environment) throws Exception {
    PublishedComparisons published = new PublishedComparisons();
    Agent.Settings settings = new Agent.Settings(false, BUDGET, InstantSource.system());
    List<Trial> trials = new ArrayList<>();
    try (Agent agent = Agent.start(settings, published)) {
      List<ComparisonSpec> specs = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        Trial trial = new Trial(experiment, i, environment);
        trials.add(trial);
        specs.addAll(trial.specs());
      }
      agent.apply(specs);
      boolean over = false;
      while (!over && agent.failure().isEmpty()) {
        Thread.sleep(LOOK_MILLIS);
        over =
            trials.stream().map(trial -> trial.look(published)).reduce(true, Boolean::logicalAnd);
      }
      if (agent.failure().isPresent()) {
        throw new IllegalStateException("the agent stopped", agent.failure().get());
      }
      return trials.stream().map(trial -> trial.outcome(published)).toList();
    } finally {
      trials.forEach(Trial::close);
    }
  }

  private static String row(Experiment experiment, List<Trial.Outcome> outcomes) {
    int passes = (int) outcomes.stream().filter(Trial.Outcome::passed).count();
    Tally whole = tally(outcomes, Trial.Outcome::firstAlarm);
    Tally named = tally(outcomes, Trial.Outcome::firstExpected);
    Tally strict = tally(outcomes, Trial.Outcome::firstStrict);
    boolean fault = !experiment.expected().isEmpty();
    return String.format(
        Locale.ROOT,
        "| %s | %d | %s | %s | %s | %s | %d | %d | %.2f %% |%n",
        experiment.title(),
        outcomes.size(),
        whole.share(),
        fault ? named.share() : "",
        fault ? named.delays() : "",
        fault ? strict.share() + ", " + strict.delays() : "",
        passes,
        outcomes.stream().filter(outcome -> !outcome.changed().isEmpty()).count(),
        100 * outcomes.stream().mapToDouble(Trial.Outcome::spent).average().orElse(Double.NaN));
  }

  private static Tally tally(List<Trial.Outcome> outcomes, ToIntFunction<Trial.Outcome> first) {
    return new Tally(outcomes.stream().mapToInt(first).toArray(), 0);
  }

  private static String caption() throws Exception {
    return "\n%s, Linux %s, %d CPUs, load average at the end %s. Each trial: %d windows of %d ms.\n"
        .formatted(
            LocalDate.now(),
            System.getProperty("os.version"),
            Runtime.getRuntime().availableProcessors(),
            Files.readString(Path.of("/proc/loadavg")).split(" ")[2],
            Trial.WINDOWS,
            Trial.WINDOW.toMillis());
  }
}
