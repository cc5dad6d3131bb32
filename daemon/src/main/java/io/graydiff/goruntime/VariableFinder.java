package io.graydiff.goruntime;

import io.graydiff.gobinary.Function;
import io.graydiff.gobinary.GoBinary;
import io.graydiff.gobinary.GoBinaryException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds where a Go program keeps the variables of its runtime: by the symbol table if there is one,
 * else by what the code of known functions refers to.
 *
 * <p>Without symbols: {@code runtime.handoffp} uses {@code sched.npidle}, so one of the addresses
 * that its code names is {@code sched + offset(npidle)}. Each address that it names, less that
 * offset, is a candidate for the start of {@code sched} and gets a vote; so for every expected
 * field of every expected function. Only the true start gets them all. The winner must have nearly
 * all of the votes it could have, from two functions at least, and clearly more than the second;
 * otherwise nothing is found. Not safe for use by several threads.
 */
final class VariableFinder {
  /** How many times the votes of the second the winner must have. */
  private static final double MARGIN = 1.25;

  /** The share of the possible votes that the winner must have. */
  private static final double QUORUM = 0.75;

  private static final int MIN_FUNCTIONS = 2;
  private static final int ALIGNMENT = 8;

  /**
   * A possible start of a variable.
   *
   * @param address in the file, before relocation
   * @param functions how many functions refer to it
   * @param votes how many fields they name, summed over functions
   */
  record Candidate(long address, int functions, int votes) {}

  private final GoBinary binary;
  private final GoLayout layout;
  private final Map<String, Set<Long>> references = new HashMap<>();

  VariableFinder(GoBinary binary, GoLayout layout) {
    this.binary = binary;
    this.layout = layout;
  }

  /** The addresses, before relocation, of those variables that can be found for certain. */
  Map<RuntimeVariable, Long> find() throws GoBinaryException {
    Map<RuntimeVariable, Long> found = bySymbols();
    byCode().forEach(found::putIfAbsent);
    return found;
  }

  /** The addresses that the symbol table tells; none when the program is stripped. */
  Map<RuntimeVariable, Long> bySymbols() throws GoBinaryException {
    Map<RuntimeVariable, Long> found = new EnumMap<>(RuntimeVariable.class);
    Map<String, Long> symbols =
        binary.symbols(
            Stream.of(RuntimeVariable.values())
                .map(RuntimeVariable::symbol)
                .collect(Collectors.toSet()));
    for (RuntimeVariable variable : RuntimeVariable.values()) {
      Long address = symbols.get(variable.symbol());
      if (address != null) {
        found.put(variable, address);
      }
    }
    return found;
  }

  /** The addresses that code tells. */
  Map<RuntimeVariable, Long> byCode() throws GoBinaryException {
    Map<RuntimeVariable, Long> found = new EnumMap<>(RuntimeVariable.class);
    for (RuntimeVariable variable : RuntimeVariable.values()) {
      winner(ranking(variable, found), possibleVotes(variable))
          .ifPresent(address -> found.put(variable, address));
    }
    return found;
  }

  private static Optional<Long> winner(List<Candidate> ranking, int possible) {
    if (ranking.isEmpty()) {
      return Optional.empty();
    }
    Candidate first = ranking.get(0);
    int second = ranking.size() < 2 ? 0 : ranking.get(1).votes();
    return first.functions() >= MIN_FUNCTIONS
            && first.votes() >= QUORUM * possible
            && first.votes() >= MARGIN * second
        ? Optional.of(first.address())
        : Optional.empty();
  }

  /** All candidates outside of the variables that are already found, best first. */
  private List<Candidate> ranking(RuntimeVariable variable, Map<RuntimeVariable, Long> taken)
      throws GoBinaryException {
    Map<Long, Integer> votes = new HashMap<>();
    Map<Long, Set<String>> functions = new HashMap<>();
    for (RuntimeVariable.Use use : variable.uses()) {
      Set<Long> named = references(use.function());
      for (String field : use.fields()) {
        OptionalInt offset = variable.offset(layout, field);
        for (long address : offset.isPresent() ? named : Set.<Long>of()) {
          long start = address - offset.getAsInt();
          if (start % ALIGNMENT == 0) {
            votes.merge(start, 1, Integer::sum);
            functions.computeIfAbsent(start, at -> new HashSet<>()).add(use.function());
          }
        }
      }
    }
    List<Candidate> candidates = new ArrayList<>();
    functions.forEach(
        (at, by) -> {
          if (!isTaken(at, taken)) {
            candidates.add(new Candidate(at, by.size(), votes.getOrDefault(at, 0)));
          }
        });
    candidates.sort(Comparator.comparingInt(Candidate::votes).reversed());
    return candidates;
  }

  private boolean isTaken(long address, Map<RuntimeVariable, Long> taken) {
    return taken.entrySet().stream()
        .anyMatch(
            variable -> {
              long within = address - variable.getValue();
              return within >= 0 && within < variable.getKey().bytes(layout);
            });
  }

  /** How many votes the true start gets if all functions that are there do as expected. */
  private int possibleVotes(RuntimeVariable variable) throws GoBinaryException {
    int possible = 0;
    for (RuntimeVariable.Use use : variable.uses()) {
      if (!references(use.function()).isEmpty()) {
        possible +=
            (int) use.fields().stream().filter(f -> variable.offset(layout, f).isPresent()).count();
      }
    }
    return possible;
  }

  private Set<Long> references(String name) throws GoBinaryException {
    Set<Long> known = references.get(name);
    if (known == null) {
      Optional<Function> function = binary.function(name);
      known =
          function.isEmpty()
              ? Set.of()
              : AddressReferences.of(binary.arch(), function.get(), binary.code(function.get()));
      references.put(name, known);
    }
    return known;
  }
}
