package io.graydiff.goruntime;

import static org.assertj.core.api.Assertions.assertThat;

import io.graydiff.goruntime.GoVersion.Stage;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GoVersionTest {
  private static GoVersion version(String text) {
    return GoVersion.parse(text).orElseThrow();
  }

  @Test
  void readsReleases() {
    assertThat(version("go1.22.12"))
        .isEqualTo(new GoVersion(22, 12, Stage.RELEASE, 0, List.of()))
        .hasToString("go1.22.12");
    assertThat(version("go1.22")).hasToString("go1.22");
    assertThat(version("go1.20.4 (Red Hat 1.20.4-1.el9)")).hasToString("go1.20.4");
  }

  @Test
  void readsWhatIsNotReleasedYet() {
    assertThat(version("go1.27rc1")).hasToString("go1.27rc1");
    assertThat(version("go1.21beta2")).hasToString("go1.21beta2");
    assertThat(version("devel go1.24-0abc1234 Tue Sep 3")).hasToString("devel go1.24");
  }

  @Test
  void readsExperimentsInBothSpellings() {
    assertThat(version("go1.25.12 X:greenteagc").experiments()).containsExactly("greenteagc");
    assertThat(version("go1.26.11-X:nogreenteagc,jsonv2").experiments())
        .containsExactly("nogreenteagc", "jsonv2");
    assertThat(version("go1.26.11").experiments()).isEmpty();
  }

  @Test
  void ordersByRelease() {
    List<String> ascending =
        List.of("devel go1.24-0", "go1.24beta1", "go1.24rc1", "go1.24rc2", "go1.24", "go1.24.4");
    assertThat(
            Stream.of("go1.24.4", "go1.24rc2", "devel go1.24-0", "go1.24", "go1.24rc1")
                .map(GoVersionTest::version)
                .sorted())
        .isSubsetOf(ascending.stream().map(GoVersionTest::version).toList())
        .isSorted();
    assertThat(version("go1.24.4")).isLessThan(version("go1.24.10")).isLessThan(version("go1.25"));
  }

  @Test
  void refusesTextWithoutAVersion() {
    assertThat(GoVersion.parse("")).isEmpty();
    assertThat(GoVersion.parse("unknown")).isEmpty();
    assertThat(GoVersion.parse("go2.1")).isEmpty();
  }
}
