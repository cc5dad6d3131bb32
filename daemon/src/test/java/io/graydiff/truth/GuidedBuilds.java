package io.graydiff.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.graydiff.fixture.GoBuilder;
import io.graydiff.fixture.MadeUpProfile.Call;
import io.graydiff.gobinary.GoBinary;
import io.graydiff.gobinary.GoBinaryException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Builds that are guided by a profile, for tests of what it inlines. */
final class GuidedBuilds {
  private GuidedBuilds() {}

  /** Builds, and checks that the profile was followed, without which a test would say nothing. */
  static Path build(String program, String version, String compiled, List<Call> hot)
      throws GoBinaryException {
    Path path = GoBuilder.guided(program, version, compiled, hot);
    try (GoBinary binary = GoBinary.open(path)) {
      for (Call call : hot) {
        assertThat(binary.inlined(List.of(call.callee())).get(call.callee()))
            .as(path + ": " + call.callee())
            .containsKey(call.caller());
      }
    }
    return path;
  }

  /**
   * The Go versions of baseline and canary: two in a usual run, all that know profiles with {@code
   * -Dgraydiff.versions=all}.
   */
  static Stream<Arguments> pairs() {
    List<Arguments> usual = List.of(Arguments.of("1.22", "1.27"));
    List<Arguments> others =
        List.of(
            Arguments.of("1.21", "1.23"),
            Arguments.of("1.24", "1.25"),
            Arguments.of("1.22", "1.26"));
    boolean all = System.getProperty("graydiff.versions", "").equals("all");
    return Stream.concat(usual.stream(), all ? others.stream() : Stream.of());
  }
}
