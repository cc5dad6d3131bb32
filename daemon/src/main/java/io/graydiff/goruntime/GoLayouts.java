package io.graydiff.goruntime;

import io.graydiff.gobinary.Arch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The layouts that graydiff knows, generated from the toolchains by {@code
 * deploy/toolchains/layouts.sh}: Go 1.17 to 1.27 for amd64, 1.18 to 1.27 for arm64. Of Go 1.17,
 * 1.18 and 1.20 no toolchain was at hand; theirs come from published programs that have their
 * debugging data.
 *
 * <p>A patch release and a release candidate have the layout of their minor version: Go does not
 * change runtime structures in either without need, and where it did the reader's own checks
 * refuse. For a newer minor version, a development version, or an experiment that may move fields
 * there is no layout: what needs one (goroutine ids, wait reasons, the runtime's own counters,
 * request paths) is then reported as not available, and what needs only functions and registers
 * goes on.
 */
public final class GoLayouts {
  /**
   * Experiments that leave every field of the tables where it is: layouts.sh run with each of them
   * gave the same table as without. (Those that move fields: greenteagc in 1.25, nogreenteagc since
   * 1.26, nospinbitmutex.)
   */
  private static final Set<String> NEUTRAL_EXPERIMENTS =
      Set.of(
          "aliastypeparams",
          "boringcrypto",
          "goroutineleakprofile",
          "jsonv2",
          "loopvar",
          "noallocheaders",
          "nodwarf5",
          "nosizespecializedmalloc",
          "noswissmap",
          "rangefunc",
          "runtimesecret",
          "simd",
          "sizespecializedmalloc",
          "synctest");

  private static final class Tables {
    static final VersionTable LAYOUTS = VersionTable.load("layouts.csv");
    static final VersionTable WAIT_REASONS = VersionTable.load("wait-reasons.csv");
    static final VersionTable STW_REASONS = VersionTable.load("stw-reasons.csv");
    static final VersionTable SIZE_CLASSES = VersionTable.load("size-classes.csv");
  }

  private GoLayouts() {}

  /** The layout of a version, empty when it is not known for certain. */
  public static Optional<GoLayout> of(GoVersion version, Arch arch) {
    boolean settled = version.stage().compareTo(GoVersion.Stage.CANDIDATE) >= 0;
    if (!settled || !NEUTRAL_EXPERIMENTS.containsAll(version.experiments())) {
      return Optional.empty();
    }
    String minor = "1." + version.minor();
    return Tables.LAYOUTS
        .column(minor + '/' + arch.goarch())
        .map(
            column ->
                new GoLayout(
                    minor,
                    structures(column),
                    byNumber(Tables.WAIT_REASONS, minor),
                    byNumber(Tables.STW_REASONS, minor),
                    byNumber(Tables.SIZE_CLASSES, minor).stream().map(Integer::valueOf).toList()));
  }

  /** What it means that there is no layout for a version. */
  public static String unknown(String goVersion) {
    return "the structures of "
        + goVersion
        + " are not known to this graydiff: probes count and time as ever, but reasons keep their"
        + " numbers, and what takes fields of the runtime or of requests is absent; known are "
        + String.join(
            ", ", Tables.WAIT_REASONS.header().subList(1, Tables.WAIT_REASONS.header().size()));
  }

  private static List<String> byNumber(VersionTable table, String minor) {
    return table.column(minor).map(table::list).orElseGet(List::of);
  }

  private static Map<String, Map<String, GoLayout.Field>> structures(int column) {
    Map<String, Map<String, GoLayout.Field>> all = new HashMap<>();
    for (List<String> row : Tables.LAYOUTS.rows()) {
      VersionTable.cell(row, column)
          .map(GoLayouts::field)
          .ifPresent(
              field ->
                  all.computeIfAbsent(row.get(0), name -> new HashMap<>()).put(row.get(1), field));
    }
    return all;
  }

  private static GoLayout.Field field(String cell) {
    String[] parts = cell.split(":", 2);
    return new GoLayout.Field(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
  }
}
