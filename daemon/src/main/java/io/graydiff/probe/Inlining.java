package io.graydiff.probe;

import io.graydiff.gobinary.GoBinary;
import io.graydiff.gobinary.GoBinaryException;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * Which functions of a binary the compiler also put into others.
 *
 * @param holders by the function, the names of those that hold a copy of it
 */
record Inlining(Map<String, Set<String>> holders) {
  static final String GOPARK = "runtime.gopark";
  static final String SERVE_HTTP = "net/http.serverHandler.ServeHTTP";
  static final String SERVE_CONNECTION = "net/http.(*conn).serve";

  static final Inlining NONE = new Inlining(Map.of());

  /** All that makes a recipe take other functions. */
  static final Inlining ALL_THAT_MATTERS =
      new Inlining(
          Map.of(GOPARK, Set.of("runtime.netpollblock"), SERVE_HTTP, Set.of(SERVE_CONNECTION)));

  Inlining {
    holders = Map.copyOf(holders);
  }

  /** Asks for these functions, all in one pass over the binary. */
  static Inlining of(GoBinary binary, Collection<String> functions) throws GoBinaryException {
    return new Inlining(binary.inlined(functions));
  }

  /** The functions that hold a copy of this one. */
  Set<String> into(String function) {
    return holders.getOrDefault(function, Set.of());
  }
}
