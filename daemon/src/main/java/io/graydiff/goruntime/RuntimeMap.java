package io.graydiff.goruntime;

import io.graydiff.gobinary.Function;
import io.graydiff.gobinary.GoBinary;
import io.graydiff.gobinary.GoBinaryException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a program has what the read tier takes, before it is loaded: found once, good for every
 * process that runs the same build. Immutable.
 */
public final class RuntimeMap {
  private final GoLayout layout;
  private final Map<RuntimeVariable, Long> variables;
  private final Optional<Function> known;

  private RuntimeMap(
      GoLayout layout, Map<RuntimeVariable, Long> variables, Optional<Function> known) {
    this.layout = layout;
    this.variables = Map.copyOf(variables);
    this.known = known;
  }

  /** Looks for everything; the binary is only used here. */
  public static RuntimeMap of(GoBinary binary, GoLayout layout) throws GoBinaryException {
    return new RuntimeMap(
        layout, new VariableFinder(binary, layout).find(), binary.function(LoadBias.KNOWN));
  }

  /** The runtime's variables that were found, by their names in its source. */
  public List<String> found() {
    return names(true);
  }

  /** Those that were not. */
  public List<String> missing() {
    return names(false);
  }

  private List<String> names(boolean there) {
    return Stream.of(RuntimeVariable.values())
        .filter(variable -> variables.containsKey(variable) == there)
        .map(RuntimeVariable::symbol)
        .toList();
  }

  GoLayout layout() {
    return layout;
  }

  /**
   * How far a process was loaded from the addresses here.
   *
   * @throws TargetMemoryException when the process is gone or runs another program
   */
  long bias(int pid) throws TargetMemoryException {
    return LoadBias.of(known, pid);
  }

  /** The variables of a process that was loaded so far from the addresses here. */
  Map<RuntimeVariable, Long> loaded(long bias) {
    Map<RuntimeVariable, Long> loaded = new EnumMap<>(RuntimeVariable.class);
    variables.forEach((variable, address) -> loaded.put(variable, address + bias));
    return loaded;
  }
}
