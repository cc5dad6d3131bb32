package io.graydiff.probe;

import io.graydiff.gobinary.GoBinary;
import io.graydiff.gobinary.GoBinaryException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which functions of a binary the compiler also put into others.
 *
 * @param copies by the function, for each that holds copies of it, how many calls those are
 */
record Inlining(Map<String, SortedMap<String, Integer>> copies) {
  static final String GOPARK = "runtime.gopark";
  static final String SERVE_HTTP = "net/http.serverHandler.ServeHTTP";
  static final String FINISH_REQUEST = "net/http.(*response).finishRequest";
  static final String SERVE_CONNECTION = "net/http.(*conn).serve";

  static final Inlining NONE = new Inlining(Map.of());

  /** All that makes a recipe take other functions. */
  static final Inlining ALL_THAT_MATTERS =
      new Inlining(
          Map.of(
              GOPARK, one("runtime.netpollblock"),
              SERVE_HTTP, one(SERVE_CONNECTION),
              FINISH_REQUEST, one(SERVE_CONNECTION)));

  Inlining {
    copies = Map.copyOf(copies);
  }

  private static SortedMap<String, Integer> one(String holder) {
    return new TreeMap<>(Map.of(holder, 1));
  }

  /** Asks for these functions, all in one pass over the binary. */
  static Inlining of(GoBinary binary, Collection<String> functions) throws GoBinaryException {
    return new Inlining(binary.inlined(functions));
  }

  /** The functions that hold a copy of this one. */
  Set<String> into(String function) {
    return copies.getOrDefault(function, new TreeMap<>()).keySet();
  }

  /**
   * How many of the calls of a function in the binary's code are copies, such as {@code 3 of the 41
   * calls}; of those that go through tables and function values the code does not tell.
   */
  String share(GoBinary binary, String function) throws GoBinaryException {
    int inlined = 0;
    for (int times : copies.getOrDefault(function, new TreeMap<>()).values()) {
      inlined += times;
    }
    int called = binary.calls(List.of(function)).getOrDefault(function, 0);
    return "%d of the %d calls".formatted(inlined, inlined + called);
  }
}
