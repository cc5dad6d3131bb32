package io.graydiff.app;

import io.graydiff.gobinary.BuildInfo;
import io.graydiff.gobinary.GoBinary;
import io.graydiff.target.GoBuild;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a binary says of itself, for {@code graydiff inspect}.
 *
 * @param target what the user asked for
 * @param revision null when the build recorded none
 * @param modified whether the source had changes that were not committed
 */
record BinaryFacts(
    String target,
    String goVersion,
    String module,
    String moduleVersion,
    @Nullable String revision,
    boolean modified,
    String architecture,
    String buildMode,
    boolean stripped,
    long sizeBytes,
    String buildId,
    Map<String, String> settings) {

  static BinaryFacts of(String target, GoBinary binary) {
    BuildInfo build = binary.buildInfo();
    GoBuild.Mode mode = binary.positionIndependent() ? GoBuild.Mode.PIE : GoBuild.Mode.EXE;
    return new BinaryFacts(
        target,
        build.goVersion(),
        build.modulePath(),
        build.main().map(m -> m.version()).orElse(""),
        build.revision().orElse(null),
        build.modified(),
        binary.arch().goarch(),
        mode.id(),
        binary.stripped(),
        binary.sizeBytes(),
        binary.buildId(),
        build.settings());
  }

  String toText() {
    TextTable table = new TextTable("binary", target);
    table.row("go version", goVersion);
    table.row("module", (module + ' ' + moduleVersion).strip());
    table.row("revision", revision == null ? "-" : revision + (modified ? " (modified)" : ""));
    table.row("architecture", architecture);
    table.row("build mode", buildMode);
    table.row("symbol table", stripped ? "stripped" : "present");
    table.row("size", "%,d bytes".formatted(sizeBytes));
    table.row("build id", buildId);
    return table.toString();
  }
}
