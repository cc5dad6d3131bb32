package io.graydiff.simulation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Plays every scenario and writes the table between the marks of docs/verdicts.md.
 *
 * <p>Arguments: runs of each scenario, seed, the file to write or {@code -} for none, and the ids
 * of the scenarios to play (all when none is named). Ends with status 1 when a target is missed.
 */
public final class Simulation {
  private static final MarkedTable TABLE = new MarkedTable("simulation");

  private Simulation() {}

  public static void main(String[] arguments) throws IOException {
    if (arguments.length < 3) {
      System.err.println("usage: Simulation RUNS SEED FILE|- [SCENARIO...]");
      System.exit(2);
    }
    int runs = Integer.parseInt(arguments[0]);
    long seed = Long.parseLong(arguments[1]);
    List<String> wanted = List.of(arguments).subList(3, arguments.length);
    StringBuilder table = new StringBuilder(Outcome.HEADER);
    System.out.print(table);
    boolean reached = true;
    for (Scenario scenario : all(wanted)) {
      Outcome outcome = new Runner(runs, seed).play(scenario);
      System.out.print(outcome.markdown());
      table.append(outcome.markdown());
      reached &= outcome.reached();
    }
    String caption = "\n" + runs + " runs of each scenario, seed " + seed + ".\n";
    if (!arguments[2].equals("-")) {
      TABLE.write(Path.of(arguments[2]), table + caption);
    }
    System.exit(reached ? 0 : 1);
  }

  private static List<Scenario> all(List<String> wanted) {
    return Stream.concat(Scenarios.eight().stream(), MoreScenarios.all().stream())
        .filter(s -> wanted.isEmpty() || wanted.contains(s.id()))
        .toList();
  }
}
