package io.graydiff.goruntime;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
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
  record Structure(String name, String variable, List<List<String>> fields) {}

  private static final class All {
    static final List<Structure> STRUCTURES = load();
  }

  private WantedFields() {}

  static List<Structure> structures() {
    return All.STRUCTURES;
  }

  /** The variables whose types have no name of their own. */
  static Set<String> variables() {
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
