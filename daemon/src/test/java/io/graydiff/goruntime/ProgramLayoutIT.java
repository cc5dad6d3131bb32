package io.graydiff.goruntime;

import static org.assertj.core.api.Assertions.assertThat;

import io.graydiff.fixture.GoBuild;
import io.graydiff.fixture.GoBuild.Form;
import io.graydiff.fixture.GoBuilder;
import io.graydiff.gobinary.Arch;
import io.graydiff.gobinary.DebugTypes;
import io.graydiff.gobinary.GoBinary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the debugging data of programs say of the structures, against the tables, of which a Go
 * program made another reading. A usual run takes the first version, one before DWARF 5 and the
 * last; {@code -Dgraydiff.versions=all} takes all.
 */
class ProgramLayoutIT {
  private static final List<String> ALL =
      List.of("1.19", "1.21", "1.22", "1.23", "1.24", "1.25", "1.26", "1.27");
  private static final List<String> SLICE = List.of("1.19", "1.22", "1.27");

  static Stream<GoBuild> builds() {
    List<String> versions = System.getProperty("graydiff.versions", "").equals("all") ? ALL : SLICE;
    return versions.stream()
        .flatMap(
            version ->
                Stream.of(Arch.values()).map(arch -> new GoBuild(version, arch, Form.DEFAULT)));
  }

  @ParameterizedTest
  @MethodSource("builds")
  void theDebuggingDataSayWhatTheTableSays(GoBuild build) throws Exception {
    try (GoBinary binary = GoBinary.open(GoBuilder.build("subject", build))) {
      DebugTypes types = WantedFields.describedIn(binary).orElseThrow();
      GoLayout table =
          GoLayouts.of(GoVersion.of(binary.buildInfo()).orElseThrow(), build.arch()).orElseThrow();
      Map<String, String> own = new TreeMap<>();
      Map<String, String> known = new TreeMap<>();
      List<String> absent = new ArrayList<>();
      for (WantedFields.Structure structure : WantedFields.structures()) {
        String name = structure.nameIn(types);
        if (types.sizeOf(name).isEmpty()) {
          absent.add(structure.name());
          continue;
        }
        for (List<String> names : structure.fields()) {
          String key = structure.name() + ' ' + names.get(0);
          names.stream()
              .flatMap(path -> types.field(name, path).stream())
              .findFirst()
              .ifPresent(extent -> own.put(key, extent.offset() + ":" + extent.size()));
          table
              .field(structure.name(), names.get(0))
              .ifPresent(field -> known.put(key, field.offset() + ":" + field.size()));
        }
      }
      assertThat(own).isEqualTo(known).hasSizeGreaterThan(100);
      assertThat(absent).doesNotContain("runtime.g", "runtime.mstats", "net/http.Request");
      assertThat(ProgramLayout.of(binary).notes()).isEmpty();
      assertThat(ProgramLayout.of(binary).layout().map(GoLayout::version))
          .isEqualTo(Optional.of(build.version()));
    }
  }
}
