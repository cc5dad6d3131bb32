package io.graydiff.app;

import io.graydiff.gobinary.GoBinary;
import io.graydiff.gobinary.GoBinaryException;
import io.graydiff.goruntime.GoLayout;
import io.graydiff.goruntime.GoLayouts;
import io.graydiff.goruntime.GoVersion;
import io.graydiff.goruntime.RuntimeMap;
import java.util.List;
import java.util.Optional;

/** What of the Go runtime's own counters can be read, with no probe, in a process of a binary. */
final class CountersSection implements InspectSection {

  @Override
  public String key() {
    return "runtimeCounters";
  }

  @Override
  public Result inspect(GoBinary binary) throws GoBinaryException {
    Optional<GoLayout> layout =
        GoVersion.parse(binary.buildInfo().goVersion())
            .flatMap(version -> GoLayouts.of(version, binary.arch()));
    Counters counters =
        layout.isPresent()
            ? Counters.of(RuntimeMap.of(binary, layout.get()))
            : Counters.unknown(binary.buildInfo().goVersion());
    return new Result(counters.toText(), counters);
  }

  /**
   * The section in the JSON form.
   *
   * @param versionKnown whether the structures of this Go version are known
   * @param found variables of the runtime that were found
   * @param missing those that were not
   * @param note what that means; empty when nothing is missing
   */
  record Counters(boolean versionKnown, List<String> found, List<String> missing, String note) {
    static Counters of(RuntimeMap map) {
      return new Counters(
          true,
          map.found(),
          map.missing(),
          map.missing().isEmpty() ? "" : "what stands in those that were not found is not read");
    }

    static Counters unknown(String goVersion) {
      return new Counters(false, List.of(), List.of(), GoLayouts.unknown(goVersion));
    }

    String toText() {
      TextTable table = new TextTable("RUNTIME", "READ WITHOUT PROBES");
      found.forEach(variable -> table.row(variable, "yes"));
      missing.forEach(variable -> table.row(variable, "no, it was not found"));
      if (!note.isEmpty()) {
        table.row("note", note);
      }
      return table.toString();
    }
  }
}
