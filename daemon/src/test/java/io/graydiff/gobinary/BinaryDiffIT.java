package io.graydiff.gobinary;

import static org.assertj.core.api.Assertions.assertThat;

import io.graydiff.fixture.GoBuild;
import io.graydiff.fixture.GoBuild.Form;
import io.graydiff.fixture.GoBuilder;
import io.graydiff.gobinary.Difference.Aspect;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BinaryDiffIT {
  @Test
  void namesWhatDiffersBetweenTwoGoVersions() throws Exception {
    List<Difference> found =
        between(
            new GoBuild("1.22", Arch.AMD64, Form.DEFAULT),
            new GoBuild("1.27", Arch.AMD64, Form.PIE_STRIPPED));

    assertThat(found).extracting(Difference::aspect).contains(Aspect.GO_VERSION, Aspect.SIZE);
    assertThat(found)
        .contains(difference(Aspect.POSITION_INDEPENDENT, "", "no", "yes"))
        .contains(difference(Aspect.STRIPPED, "", "no", "yes"))
        .contains(difference(Aspect.SETTING, "-buildmode", "exe", "pie"));
    assertThat(found).extracting(Difference::aspect).doesNotContain(Aspect.MAIN_MODULE);
  }

  @Test
  void namesEachGodebugDefaultThatTheNewVersionChanges() throws Exception {
    List<Difference> found =
        between(
            new GoBuild("1.22", Arch.AMD64, Form.DEFAULT),
            new GoBuild("1.23", Arch.AMD64, Form.DEFAULT));

    // go.mod says go 1.19: each toolchain keeps the old behaviour of what it changed since.
    assertThat(found)
        .contains(
            new Difference(Aspect.GODEBUG, "asynctimerchan", Optional.empty(), Optional.of("1")));
  }

  @Test
  void seesArchitectureAndLinking() throws Exception {
    List<Difference> found =
        between(
            new GoBuild("1.23", Arch.ARM64, Form.DEFAULT),
            new GoBuild("1.23", Arch.AMD64, Form.CGO_EXTERNAL));

    assertThat(found)
        .contains(difference(Aspect.ARCHITECTURE, "", "arm64", "amd64"))
        .contains(difference(Aspect.LINKING, "", "static", "dynamic"))
        .contains(difference(Aspect.SETTING, "CGO_ENABLED", "0", "1"));
  }

  @Test
  void findsNothingBetweenAFileAndItself() throws Exception {
    GoBuild build = new GoBuild("1.23", Arch.AMD64, Form.DEFAULT);
    assertThat(between(build, build)).isEmpty();
  }

  private static List<Difference> between(GoBuild before, GoBuild after) throws Exception {
    try (GoBinary old = GoBinary.open(GoBuilder.build("subject", before));
        GoBinary now = GoBinary.open(GoBuilder.build("subject", after))) {
      return BinaryDiff.between(old, now);
    }
  }

  private static Difference difference(Aspect aspect, String name, String before, String after) {
    return new Difference(aspect, name, Optional.of(before), Optional.of(after));
  }
}
