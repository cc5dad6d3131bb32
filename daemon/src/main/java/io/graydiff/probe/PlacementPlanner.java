package io.graydiff.probe;

import io.graydiff.gobinary.ExitChoice;
import io.graydiff.gobinary.Exits;
import io.graydiff.gobinary.Function;
import io.graydiff.gobinary.FunctionSites;
import io.graydiff.gobinary.GoBinary;
import io.graydiff.gobinary.GoBinaryException;
import io.graydiff.gobinary.Site;
import io.graydiff.gobinary.SiteRefusedException;
import io.graydiff.signal.Signal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds in one binary the sites for every signal, and says why where it cannot. */
public final class PlacementPlanner {
  /** Programs for functions without a stack check; all other entry programs expect one. */
  private static final Set<String> WITHOUT_STACK_CHECK = Set.of("throw", "panic_ends");

  private final GoBinary binary;

  private final ExitChoice choice;

  private final Inlining inlining;

  private PlacementPlanner(GoBinary binary, boolean conditional, Inlining inlining) {
    this.binary = binary;
    this.inlining = inlining;
    choice = new ExitChoice(conditional, ProbeCatalogue.CALLED_LAST);
  }

  /**
   * Plans all signals that probes can measure.
   *
   * @param conditional whether a program can be told on what condition a site's hits count; without
   *     it more sites are dear
   */
  public static AttachPlan plan(GoBinary binary, boolean conditional) throws GoBinaryException {
    Inlining inlining = Inlining.of(binary, ProbeCatalogue.functions(binary));
    Map<Signal, List<Step>> recipes = ProbeCatalogue.recipes(binary, inlining);
    PlacementPlanner planner = new PlacementPlanner(binary, conditional, inlining);
    Map<Signal, SignalPlan> plans = new EnumMap<>(Signal.class);
    for (Map.Entry<Signal, List<Step>> recipe : recipes.entrySet()) {
      plans.put(recipe.getKey(), planner.plan(recipe.getKey(), recipe.getValue()));
    }
    return new AttachPlan(plans);
  }

  private SignalPlan plan(Signal signal, List<Step> steps) throws GoBinaryException {
    List<PlannedProbe> probes = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (Step step : steps) {
      try {
        List<Site> sites = sites(step, notes);
        if (!sites.isEmpty()) {
          probes.add(new PlannedProbe(step.program(), step.kind(), sites));
        }
      } catch (SiteRefusedException | UnavailableException e) {
        return new SignalPlan(signal, List.of(), Optional.ofNullable(e.getMessage()), notes);
      }
    }
    return new SignalPlan(signal, probes, Optional.empty(), notes);
  }

  private List<Site> sites(Step step, List<String> notes)
      throws GoBinaryException, SiteRefusedException, UnavailableException {
    List<Function> functions = new ArrayList<>();
    for (String name : step.functions()) {
      binary.function(name).ifPresent(functions::add);
    }
    if (functions.isEmpty() && step.need() != Step.Need.OPTIONAL) {
      throw new UnavailableException(missing(step));
    }
    Set<Site> sites = new LinkedHashSet<>();
    for (Function function : step.need() == Step.Need.FIRST ? functions.subList(0, 1) : functions) {
      sites.addAll(sites(step, function));
      for (String holder : inlining.into(function.name())) {
        sites.addAll(sitesInstead(step, function.name(), holder, notes));
      }
    }
    return List.copyOf(sites);
  }

  private List<Site> sites(Step step, Function function)
      throws GoBinaryException, SiteRefusedException, UnavailableException {
    FunctionSites in = FunctionSites.of(binary, function);
    if (step.where() == Step.Where.EXITS) {
      return exits(in, new HashSet<>());
    }
    if (step.where() == Step.Where.RETURNS) {
      return in.returns();
    }
    Site entry = in.entry();
    if (entry.skipWhenBranchTaken() == WITHOUT_STACK_CHECK.contains(step.program())) {
      throw new UnavailableException(
          function.name()
              + (entry.skipWhenBranchTaken() ? " has a stack check" : " has no stack check")
              + ", unlike in the Go versions known to graydiff");
    }
    return List.of(entry);
  }

  /** Where to see the calls of a function that were compiled into another one. */
  private List<Site> sitesInstead(Step step, String name, String holder, List<String> notes)
      throws GoBinaryException, SiteRefusedException, UnavailableException {
    switch (InlinedCalls.in(name, holder)) {
      case COUNTED_ELSEWHERE -> {
        return List.of();
      }
      case NOT_OF_THE_PROGRAM -> {
        notes.add("calls of " + name + " inlined into " + holder + " are not seen");
        return List.of();
      }
      case ONE_EACH_RUN -> {
        notes.add("calls of " + name + " inlined into " + holder + " are seen there");
        Optional<Function> function = binary.function(holder);
        return function.isPresent() ? sites(step, function.get()) : List.of();
      }
      case UNSEEN ->
          throw new UnavailableException(
              inlining.share(binary, name)
                  + " of "
                  + name
                  + " in the code are inlined, into "
                  + String.join(", ", inlining.into(name))
                  + ", where they are not seen: what is left would be too few");
    }
    throw new IllegalStateException(name + " in " + holder);
  }

  /**
   * The ends of a function.
   *
   * @param callers functions whose ends are among those that were asked for already
   */
  private List<Site> exits(FunctionSites in, Set<String> callers)
      throws GoBinaryException, SiteRefusedException {
    callers.add(in.function().name());
    Exits exits = in.exits(choice);
    List<Site> sites = new ArrayList<>(exits.sites());
    for (String callee : exits.lastCalls().keySet()) {
      Function function =
          binary
              .function(callee)
              .orElseThrow(() -> new IllegalStateException(callee + " is called, but not there"));
      if (!callers.contains(callee)) {
        sites.addAll(exits(FunctionSites.of(binary, function), callers));
      }
    }
    return sites;
  }

  /** The binary does not have what a step takes. */
  private static final class UnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnavailableException(String message) {
      super(message);
    }
  }

  private static String missing(Step step) {
    if (step.functions().isEmpty()) {
      return "not available in this Go version";
    }
    String missing = "the binary has no " + String.join(" or ", step.functions());
    // Every Go version has it, but the linker leaves out what is never called.
    return step.functions().contains("runtime.Goexit")
        ? missing + ", as nothing in it calls that"
        : missing;
  }
}
