package io.graydiff.gobinary;

import static org.assertj.core.api.Assertions.assertThat;

import io.graydiff.gobinary.Difference.Aspect;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BuildFactsTest {
  private static final String MODULE = "example.com/m";

  private static BuildFacts build(String goVersion, Map<String, String> dependencies) {
    return new BuildFacts(
        Map.of(
            Aspect.GO_VERSION,
            new TreeMap<>(Map.of("", goVersion)),
            Aspect.DEPENDENCY,
            new TreeMap<>(dependencies)));
  }

  @Test
  void groupsOfTheSameBuildsDoNotDiffer() {
    BuildFacts one = build("go1.22.12", Map.of(MODULE, "v1.0.0"));
    BuildFacts other = build("go1.23.5", Map.of());
    assertThat(BuildFacts.between(List.of(one, other), List.of(other, one))).isEmpty();
  }

  @Test
  void aFactThatOnlyOneGroupHasIsNamedWithTheValuesOfBoth() {
    BuildFacts baseline = build("go1.22.12", Map.of());
    BuildFacts canary = build("go1.22.12", Map.of(MODULE, "v1.0.0"));
    BuildFacts later = build("go1.22.12", Map.of(MODULE, "v1.1.0"));
    assertThat(BuildFacts.between(List.of(baseline), List.of(canary, later)))
        .containsExactly(
            new BuildFacts.Divergence(
                Aspect.DEPENDENCY, MODULE, Set.of(""), Set.of("v1.0.0", "v1.1.0")));
  }
}
