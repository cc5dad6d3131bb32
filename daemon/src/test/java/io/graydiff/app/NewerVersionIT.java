package io.graydiff.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.graydiff.fixture.GoBuild;
import io.graydiff.fixture.GoBuild.Form;
import io.graydiff.fixture.GoBuilder;
import io.graydiff.gobinary.Arch;
import io.graydiff.gobinary.GoBinary;
import io.graydiff.goruntime.GoLayout;
import io.graydiff.goruntime.ProgramLayout;
import io.graydiff.probe.PlacementPlanner;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program of a Go version that came after this graydiff: one of 1.27 that says it is of 1.39. */
class NewerVersionIT {
  private static final Path KNOWN =
      GoBuilder.build("subject", new GoBuild("1.27", Arch.AMD64, Form.STRIPPED));

  @TempDir Path folder;

  @Test
  void isProbedWhereverItsCodeTellsHow() throws Exception {
    try (GoBinary known = GoBinary.open(KNOWN);
        GoBinary newer = GoBinary.open(newer())) {
      assertThat(newer.buildInfo().goVersion()).startsWith("go1.39.");
      assertThat(PlacementPlanner.plan(newer, true)).isEqualTo(PlacementPlanner.plan(known, true));
    }
  }

  @Test
  void isSaidToHaveUnknownStructures() throws Exception {
    try (GoBinary newer = GoBinary.open(newer())) {
      InspectSection.Result counters = new CountersSection().inspect(newer);
      assertThat(counters.text())
          .contains("the structures of go1.39.", "are not known to this graydiff")
          .endsWith("known are 1.17, 1.18, 1.19, 1.20, 1.21, 1.22, 1.23, 1.24, 1.25, 1.26, 1.27\n");
    }
  }

  /** Its debugging data and the tables of its own say all that the tables of 1.27 would. */
  @Test
  void isReadByItsOwnDebuggingDataIfItHasThem() throws Exception {
    Path described = GoBuilder.build("subject", new GoBuild("1.27", Arch.AMD64, Form.DEFAULT));
    try (GoBinary known = GoBinary.open(described);
        GoBinary newer = GoBinary.open(newer(described))) {
      GoLayout table = ProgramLayout.of(known).layout().orElseThrow();
      ProgramLayout own = ProgramLayout.of(newer);
      GoLayout layout = own.layout().orElseThrow();

      assertThat(own.notes()).singleElement().asString().contains("go1.39.", "debugging data");
      assertThat(layout.version()).isEqualTo("1.39");
      assertThat(layout.offset("runtime.g", "goid")).isEqualTo(table.offset("runtime.g", "goid"));
      assertThat(layout.waitReasons()).isEqualTo(table.waitReasons());
      assertThat(layout.stwReasons()).isEqualTo(table.stwReasons());
      assertThat(layout.sizeClasses()).isEqualTo(table.sizeClasses());
      assertThat(new CountersSection().inspect(newer).text())
          .contains("runtime.memstats      yes", "runtime.allgs         yes");
    }
  }

  @Test
  void aKnownOneHasItsCountersFound() throws Exception {
    try (GoBinary known = GoBinary.open(KNOWN)) {
      assertThat(new CountersSection().inspect(known).text())
          .contains("runtime.memstats      yes", "runtime.allgs         yes")
          .doesNotContain("note", "no, ");
    }
  }

  private Path newer() throws Exception {
    return newer(KNOWN);
  }

  private Path newer(Path known) throws Exception {
    String bytes = Files.readString(known, StandardCharsets.ISO_8859_1);
    return Files.writeString(
        folder.resolve("newer"), bytes.replace("go1.27.", "go1.39."), StandardCharsets.ISO_8859_1);
  }
}
