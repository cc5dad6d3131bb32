package io.graydiff.goruntime;

import static org.assertj.core.api.Assertions.assertThat;

import io.graydiff.fixture.GoBuild;
import io.graydiff.fixture.GoBuild.Form;
import io.graydiff.fixture.GoBuilder;
import io.graydiff.gobinary.Arch;
import io.graydiff.gobinary.GoBinary;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What code tells about addresses, held against the symbol table of the same program. */
class VariableFinderIT {
  /** All versions that can be had; both architectures need no running process. */
  static Stream<String> programs() {
    return Stream.of("1.19", "1.21", "1.22", "1.23", "1.24", "1.25", "1.26", "1.27")
        .flatMap(version -> Stream.of(Arch.values()).map(arch -> version + '/' + arch.goarch()));
  }

  @ParameterizedTest
  @MethodSource("programs")
  void codeTellsTheAddressesThatTheSymbolTableHas(String versionAndArch) throws Exception {
    List<String> parts = List.of(versionAndArch.split("/", 2));
    Path program = program(parts.get(0), parts.get(1), Form.DEFAULT);
    try (GoBinary binary = GoBinary.open(program)) {
      VariableFinder finder = new VariableFinder(binary, layout(binary));
      Map<RuntimeVariable, Long> symbols = finder.bySymbols();

      assertThat(symbols).containsOnlyKeys(RuntimeVariable.values());
      assertThat(finder.byCode()).isEqualTo(symbols);
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void aStrippedProgramTellsTheSameByItsCode(String versionAndArch) throws Exception {
    List<String> parts = List.of(versionAndArch.split("/", 2));
    Path program = program(parts.get(0), parts.get(1), Form.STRIPPED);
    try (GoBinary binary = GoBinary.open(program)) {
      VariableFinder finder = new VariableFinder(binary, layout(binary));

      assertThat(finder.bySymbols()).isEmpty();
      assertThat(finder.find()).containsOnlyKeys(RuntimeVariable.values());
    }
  }

  /** Building these takes long: all of them belong to the full matrix, one stands for them here. */
  static Stream<Arguments> unusualPrograms() {
    if (!"full".equals(System.getProperty("graydiff.matrix"))) {
      return Stream.of(Arguments.of("1.23", Form.UNOPTIMISED));
    }
    return Stream.of("1.19", "1.23", "1.27")
        .flatMap(
            version ->
                Stream.of(Form.CGO_EXTERNAL, Form.RACE, Form.UNOPTIMISED)
                    .map(form -> Arguments.of(version, form)));
  }

  @ParameterizedTest
  @MethodSource("unusualPrograms")
  void unusualCodeTellsTheSame(String version, Form form) throws Exception {
    try (GoBinary binary = GoBinary.open(program(version, "amd64", form))) {
      VariableFinder finder = new VariableFinder(binary, layout(binary));
      Map<RuntimeVariable, Long> symbols = finder.bySymbols();

      assertThat(symbols).containsOnlyKeys(RuntimeVariable.values());
      assertThat(finder.byCode()).isEqualTo(symbols);
    }
  }

  private static Path program(String version, String goarch, Form form) {
    Arch arch = Arch.valueOf(goarch.toUpperCase(Locale.ROOT));
    return GoBuilder.build("runtimecounters", new GoBuild(version, arch, form));
  }

  static GoLayout layout(GoBinary binary) {
    return GoLayouts.of(GoVersion.of(binary.buildInfo()).orElseThrow(), binary.arch())
        .orElseThrow();
  }
}
