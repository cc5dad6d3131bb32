package io.graydiff.simulation;

import java.util.List;

/** Plays the scenarios and prints the table. */
public final class Simulation {
  private Simulation() {}

  public static void main(String[] arguments) {
    int runs = Integer.parseInt(arguments[0]);
    List<String> wanted = List.of(arguments).subList(1, arguments.length);
    System.out.print(Outcome.HEADER);
    for (Scenario scenario : Scenarios.eight()) {
      if (wanted.isEmpty() || wanted.contains(scenario.id())) {
        System.out.print(new Runner(runs, 1).play(scenario).markdown());
      }
    }
  }
}
