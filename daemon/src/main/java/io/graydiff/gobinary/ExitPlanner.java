package io.graydiff.gobinary;

import io.graydiff.gobinary.ExitFinder.Point;
import io.graydiff.gobinary.ExitFinder.Point.Way;
import io.graydiff.gobinary.Instruction.Flow;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Chooses the sites for all ends of one function. */
final class ExitPlanner {
  private final FunctionSites function;
  private final FlowGraph graph;
  private final ExitFinder finder;
  private final Map<Integer, Map<Way, Integer>> chosen = new TreeMap<>();
  private final Map<String, Integer> lastCalls = new TreeMap<>();
  private final List<Site> sites = new ArrayList<>();

  ExitPlanner(FunctionSites function, ExitChoice choice) {
    this.function = function;
    graph = function.graph();
    finder =
        new ExitFinder(
            graph,
            new ExitFinder.Rule(
                i -> !isCall(i) && function.cost(i) == Placement.CHEAP,
                i -> choice.conditional() && function.condition(i).isPresent(),
                i -> choice.lastCalls().contains(function.callee(i)),
                this::isCall));
  }

  Exits plan() {
    for (int ret : graph.reachable(Flow.RETURN)) {
      if (function.cost(ret) == Placement.CHEAP) {
        add(ret, "return");
        continue;
      }
      Optional<Set<Point>> points = finder.points(ret);
      if (points.isEmpty()) {
        add(ret, "return; no cheaper place is passed by every path to it");
      }
      points.ifPresent(found -> found.forEach(point -> choose(point, ret)));
    }
    chosen.forEach(this::addChosen);
    return new Exits(sites, lastCalls);
  }

  private void choose(Point point, int ret) {
    if (point.way() == Way.CALL) {
      lastCalls.merge(function.callee(point.instruction()), 1, Integer::sum);
    } else {
      chosen.computeIfAbsent(point.instruction(), i -> new TreeMap<>()).put(point.way(), ret);
    }
  }

  /** A branch both of whose ways were chosen counts on either. */
  private void addChosen(int i, Map<Way, Integer> ways) {
    String why =
        ways.values().stream()
            .map(ret -> "+" + graph.instruction(ret).offset())
            .distinct()
            .collect(Collectors.joining(" or ", "nothing but the return at ", " follows"));
    if (ways.keySet().equals(EnumSet.of(Way.TAKEN))) {
      sites.add(function.exit(i, function.condition(i), "if taken, " + why));
    } else if (ways.keySet().equals(EnumSet.of(Way.NOT_TAKEN))) {
      Optional<BranchCondition> contrary = function.condition(i).map(BranchCondition::contrary);
      sites.add(function.exit(i, contrary, "if not taken, " + why));
    } else {
      add(i, why);
    }
  }

  private void add(int i, String why) {
    sites.add(function.exit(i, Optional.empty(), why));
  }

  private boolean isCall(int i) {
    return graph.instruction(i).flow() == Flow.CALL;
  }
}
