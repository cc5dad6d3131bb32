package io.graydiff.gobinary;

import io.graydiff.fixture.GoBuilder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the symbol table and the debug information of a program say, read by Go's own packages.
 *
 * @param functions name and size by address
 * @param holders for each inlined function, those that hold a copy
 */
record SymbolOracle(Map<Long, Function> functions, Map<String, Set<String>> holders) {
  static SymbolOracle of(Path program) {
    Map<Long, Function> functions = new HashMap<>();
    Map<String, Set<String>> holders = new TreeMap<>();
    for (String line : GoBuilder.oracle(program)) {
      String[] fields = line.split("\t", -1);
      if (fields[0].equals("function")) {
        long address = Long.parseLong(fields[2]);
        functions.put(address, new Function(fields[1], address, Long.parseLong(fields[3]), 0));
      } else {
        holders.computeIfAbsent(fields[1], name -> new TreeSet<>()).add(fields[2]);
      }
    }
    return new SymbolOracle(functions, holders);
  }
}
