package io.graydiff.app;

import io.graydiff.gobinary.GoBinary;
import io.graydiff.gobinary.GoBinaryException;
import io.graydiff.goruntime.ProgramLayout;
import io.graydiff.goruntime.RuntimeMap;
import java.util.ArrayList;
import java.util.List;

/** What of the Go runtime's own counters can be read, with no probe, in a process of a binary. */
final class CountersSection implements InspectSection {

  @Override
  public String key() {
    return "runtimeCounters";
  }

  @Override
  public Result inspect(GoBinary binary) throws GoBinaryException {
    ProgramLayout own = ProgramLayout.of(binary);
    Counters counters =
        own.layout().isPresent()
            ? Counters.of(RuntimeMap.of(binary, own.layout().get()), own.notes())
            : new Counters(false, List.of(), List.of(), String.join("; ", own.notes()));
    return new Result(counters.toText(), counters);
  }

  /**
   * The section in the JSON form.
   *
   * @param versionKnown whether the structures of this Go version are known
   * @param found variables of the runtime that were found
   * @param missing those that were not
   * @param note what that means, and what is to be said of the structures; empty when nothing is
   */
  record Counters(boolean versionKnown, List<String> found, List<String> missing, String note) {
    static Counters of(RuntimeMap map, List<String> notes) {
      List<String> all = new ArrayList<>(notes);
      if (!map.missing().isEmpty()) {
        all.add("what stands in those that were not found is not read");
      }
      return new Counters(true, map.found(), map.missing(), String.join("; ", all));
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
