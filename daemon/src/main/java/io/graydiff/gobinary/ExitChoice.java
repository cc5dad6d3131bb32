package io.graydiff.gobinary;

import java.util.HashSet;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * What may stand for the ends of a function.
 *
 * @param conditional whether branches may that only some runs leave by the way meant; the program
 *     at such a site needs the condition
 * @param lastCalls functions whose own ends may, where calling them is the last that the function
 *     does; only such as are called nowhere else while the function runs
 */
public record ExitChoice(boolean conditional, Set<String> lastCalls) {
  /** Only places that count whenever they are passed, in the function itself. */
  public static final ExitChoice UNCONDITIONAL = new ExitChoice(false, Set.of());

  public ExitChoice {
    lastCalls = Set.copyOf(lastCalls);
  }

  /** Those functions among the ends that are also called before the end. */
  Set<String> notOnlyLast(Exits exits, ToLongFunction<String> callsOf) {
    Set<String> found = new HashSet<>();
    exits
        .lastCalls()
        .forEach(
            (callee, times) -> {
              if (callsOf.applyAsLong(callee) > times) {
                found.add(callee);
              }
            });
    return found;
  }

  ExitChoice without(Set<String> callees) {
    Set<String> rest = new HashSet<>(lastCalls);
    rest.removeAll(callees);
    return new ExitChoice(conditional, rest);
  }
}
