package io.graydiff.goruntime;

import io.graydiff.gobinary.DebugTypes;
import io.graydiff.gobinary.GoBinary;
import io.graydiff.gobinary.GoBinaryException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The fields that graydiff reads, and the names that they had over time: {@code fields.txt}. */
final class WantedFields {
  /**
   * A structure.
   *
   * @param variable of its type, where it has no name of its own in every version; else empty
   * @param fields the names of each, the one of the tables first
   */
  record Structure(String name, String variable, List<List<String>> fields) {
    /** The name by which the types of a program have it. */
    String nameIn(DebugTypes types) {
      return types.has(name) || variable.isEmpty() ? name : DebugTypes.ofVariable(variable);
    }
  }

  private static final class All {
    static final List<Structure> STRUCTURES = load();
  }

  private WantedFields() {}

  static List<Structure> structures() {
    return All.STRUCTURES;
  }

  /** What is known of them by a program's debugging data; empty when it has none. */
  static Optional<DebugTypes> describedIn(GoBinary binary) throws GoBinaryException {
    return binary.debugTypes(
        structures().stream().map(Structure::name).collect(Collectors.toUnmodifiableSet()),
        variables());
  }

  /** The variables whose types have no name of their own. */
  private static Set<String> variables() {
    return structures().stream()
        .map(Structure::variable)
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static List<Structure> load() {
    List<Structure> all = new ArrayList<>();
    try (InputStream in = WantedFields.class.getResourceAsStream("fields.txt")) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks the resource fields.txt");
      }
      var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        List<String> words = List.of(line.strip().split(" +"));
        if (line.startsWith(" ")) {
          all.get(all.size() - 1).fields().add(words);
        } else if (!line.isEmpty() && !line.startsWith("#")) {
          String variable = words.size() > 1 ? words.get(1) : "";
          all.add(new Structure(words.get(0), variable, new ArrayList<>()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.copyOf(all);
  }
}
