package io.graydiff.goruntime;

import io.graydiff.gobinary.DebugTypes;
import io.graydiff.gobinary.GoBinary;
import io.graydiff.gobinary.GoBinaryException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a program's structures have their fields: as its own debugging data say, and by the tables
 * of its Go version where it has none. Of a version that came after the tables, the debugging data
 * and the program's own tables of names suffice. Immutable.
 *
 * @param layout empty when neither says it
 * @param notes what the user has to know, a line each; empty when the tables alone were taken, or
 *     the debugging data agree with them
 */
public record ProgramLayout(Optional<GoLayout> layout, List<String> notes) {
  /** More differences than these tell nothing more. */
  private static final int TOLD = 3;

  public ProgramLayout {
    notes = List.copyOf(notes);
  }

  /** Looks into a program. */
  public static ProgramLayout of(GoBinary binary) throws GoBinaryException {
    String version = binary.buildInfo().goVersion();
    Optional<GoLayout> table =
        GoVersion.parse(version).flatMap(known -> GoLayouts.of(known, binary.arch()));
    List<String> notes = new ArrayList<>();
    Optional<GoLayout> layout = table;
    try {
      Optional<DebugTypes> types = WantedFields.describedIn(binary);
      if (types.isPresent()) {
        Optional<GoLayout> names = table.isPresent() ? table : own(binary, version);
        layout = names.map(known -> known.with(merged(known, types.get())));
        if (table.isPresent() && layout.isPresent()) {
          notes.addAll(differences(table.get(), layout.get()));
        } else if (layout.isPresent()) {
          notes.add(
              "the structures of "
                  + version
                  + " are not known to this graydiff; their fields are those of the program's own"
                  + " debugging data");
        }
      }
    } catch (GoBinaryException e) {
      notes.add(e.getMessage() + "; fields are taken from the table of the Go version");
    }
    if (layout.isEmpty()) {
      notes.add(GoLayouts.unknown(version));
    }
    return new ProgramLayout(layout, notes);
  }

  /** What numbers mean in a program of unknown version; empty when it has no symbol table. */
  private static Optional<GoLayout> own(GoBinary binary, String version) throws GoBinaryException {
    List<String> waits = binary.texts("runtime.waitReasonStrings");
    List<Integer> sizes = binary.numbers("internal/runtime/gc.SizeClassToSize");
    if (waits.isEmpty() || sizes.isEmpty()) {
      return Optional.empty();
    }
    List<String> stops = binary.texts("runtime.stwReasonStrings");
    return GoVersion.parse(version)
        .map(known -> new GoLayout("1." + known.minor(), Map.of(), waits, stops, sizes));
  }

  /** The fields by the debugging data; those of structures that are not in them, by the table. */
  private static Map<String, Map<String, GoLayout.Field>> merged(GoLayout table, DebugTypes types) {
    Map<String, Map<String, GoLayout.Field>> all = new HashMap<>(table.structures());
    for (WantedFields.Structure wanted : WantedFields.structures()) {
      String name = wanted.nameIn(types);
      Optional<Integer> size = types.sizeOf(name);
      if (size.isPresent()) {
        Map<String, GoLayout.Field> fields = new HashMap<>();
        fields.put(GoLayout.SIZEOF, new GoLayout.Field(0, size.get()));
        for (List<String> names : wanted.fields()) {
          names.stream()
              .flatMap(path -> types.field(name, path).stream())
              .findFirst()
              .map(extent -> new GoLayout.Field(extent.offset(), extent.size()))
              .ifPresent(field -> fields.put(names.get(0), field));
        }
        all.put(wanted.name(), fields);
      }
    }
    return all;
  }

  private static List<String> differences(GoLayout table, GoLayout own) {
    List<String> found = new ArrayList<>();
    own.structures()
        .forEach(
            (structure, fields) -> {
              Map<String, GoLayout.Field> known =
                  table.structures().getOrDefault(structure, Map.of());
              known.forEach(
                  (name, field) -> {
                    GoLayout.Field other = fields.get(name);
                    if (!field.equals(other)) {
                      found.add(
                          "%s.%s is %s by the debugging data, %s by the table of Go %s"
                              .formatted(
                                  structure, name, text(other), text(field), table.version()));
                    }
                  });
            });
    if (found.isEmpty()) {
      return found;
    }
    found.sort(null);
    return List.of(
        "%d fields are elsewhere than the table says; the debugging data are right: %s%s"
            .formatted(
                found.size(),
                String.join("; ", found.subList(0, Math.min(TOLD, found.size()))),
                found.size() > TOLD ? "; ..." : ""));
  }

  private static String text(GoLayout.@Nullable Field field) {
    return field == null ? "absent" : "at " + field.offset() + ", " + field.size() + " bytes";
  }
}
