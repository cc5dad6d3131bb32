package io.graydiff.goruntime;

import static org.assertj.core.api.Assertions.assertThat;

import io.graydiff.gobinary.Arch;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoLayoutsTest {
  private static GoLayout layout(String version, Arch arch) {
    return GoLayouts.of(GoVersion.parse(version).orElseThrow(), arch).orElseThrow();
  }

  private static GoLayout layout(String version) {
    return layout(version, Arch.AMD64);
  }

  @ParameterizedTest
  @ValueSource(ints = {18, 19, 20, 21, 22, 23, 24, 25, 26, 27})
  void knowsWhatProbesReadInEveryVersionOnBothArchitectures(int minor) {
    for (Arch arch : Arch.values()) {
      GoLayout layout = layout("go1." + minor + ".3", arch);
      for (String field :
          List.of("goid", "waitreason", "tracking", "trackingStamp", "stack.lo", "atomicstatus")) {
        assertThat(layout.offset("runtime.g", field)).as(field).isPresent();
      }
      assertThat(layout.offset("net/http.Request", "URL")).hasValue(16);
      assertThat(layout.offset("net/url.URL", "Path")).hasValue(56);
      assertThat(layout.offset("net/http.response", "status")).isPresent();
      assertThat(layout.offset("runtime.schedt", "timeToRun")).isPresent();
      assertThat(layout.sizeClasses()).hasSize(68).startsWith(0, 8, 16, 24, 32, 48, 64, 80);
      assertThat(layout.sizeClasses().get(67)).isEqualTo(32768);
    }
  }

  /** Register arguments came to arm64 only with 1.18. */
  @Test
  void knowsTheOldestVersionOnAmd64() {
    GoLayout layout = layout("go1.17.13");

    assertThat(layout.offset("runtime.p", "runnext")).hasValue(3576);
    assertThat(layout.offset("runtime.workType", "cycles")).hasValue(320);
    assertThat(layout.offset("net/http.response", "status")).hasValue(120);
    assertThat(layout.waitReasons().get(18)).isEqualTo("semacquire");
    assertThat(GoLayouts.of(GoVersion.parse("go1.17.13").orElseThrow(), Arch.ARM64)).isEmpty();
  }

  @Test
  void followsFieldsThatMovedBetweenVersions() {
    assertThat(layout("go1.22.12").offset("runtime.g", "goid")).hasValue(152);
    assertThat(layout("go1.23.5").offset("runtime.g", "goid")).hasValue(160);
    assertThat(layout("go1.26.11").offset("net/http.response", "status")).hasValue(128);
  }

  @Test
  void saysWhichFieldsAVersionLacks() {
    assertThat(layout("go1.21.13").offset("runtime.schedt", "stwTotalTimeGC"))
        .isEqualTo(OptionalInt.empty());
    assertThat(layout("go1.22.12").offset("runtime.schedt", "stwTotalTimeGC")).isPresent();
    assertThat(layout("go1.22.12").offset("runtime.g", "no such field")).isEmpty();
    assertThat(layout("go1.22.12").sizeOf("no such structure")).isEmpty();
  }

  @Test
  void namesWaitReasonsByTheNumbersOfTheVersion() {
    assertThat(layout("go1.19.8").waitReasons().get(18)).isEqualTo("semacquire");
    assertThat(layout("go1.21.13").waitReasons().get(21)).isEqualTo("sync.Mutex.Lock");
    assertThat(layout("go1.27.3").waitReasons().get(22)).isEqualTo("sync.Mutex.Lock");
    assertThat(layout("go1.27.3").waitReasons())
        .hasSize(47)
        .startsWith("")
        .endsWith("cleanup wait");
    assertThat(layout("go1.19.8").stwReasons()).isEmpty();
    assertThat(layout("go1.21.13").stwReasons().get(1)).isEqualTo("GC mark termination");
  }

  @Test
  void keepsTheArchitecturesApart() {
    assertThat(layout("go1.27.3", Arch.AMD64).offset("runtime.workType", "cycles")).hasValue(648);
    assertThat(layout("go1.27.3", Arch.ARM64).offset("runtime.workType", "cycles")).hasValue(904);
  }

  @Test
  void hasNoLayoutWhereItCannotBeSure() {
    for (String version :
        Set.of("go1.28", "go1.16", "devel go1.27-0abc", "go1.27beta1", "go1.26.1-X:nogreenteagc")) {
      assertThat(GoLayouts.of(GoVersion.parse(version).orElseThrow(), Arch.AMD64))
          .as(version)
          .isEmpty();
    }
  }

  @Test
  void takesCandidatesAndHarmlessExperiments() {
    assertThat(layout("go1.27rc1").version()).isEqualTo("1.27");
    assertThat(layout("go1.25.12 X:jsonv2").version()).isEqualTo("1.25");
  }
}
