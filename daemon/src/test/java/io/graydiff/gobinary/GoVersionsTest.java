package io.graydiff.gobinary;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoVersionsTest {
  @ParameterizedTest
  @CsvSource({
    "go1.22.12, go1.22.12, 22, ''",
    "go1.25.12 X:greenteagc, go1.25.12, 25, greenteagc",
    "'go1.26.11-X:nogreenteagc,foo', go1.26.11, 26, 'nogreenteagc,foo'",
    "devel go1.24-0abc12 Mon Jan 1, devel go1.24-0abc12 Mon Jan 1, 24, ''",
    "go1.23.5 (vendor 1.23.5-2), go1.23.5 (vendor 1.23.5-2), 23, ''",
    "unknown, unknown, 0, ''",
  })
  void keepsReleaseAndExperimentsApart(String text, String release, int minor, String experiments) {
    assertThat(GoVersions.release(text)).isEqualTo(release);
    assertThat(GoVersions.minor(text)).isEqualTo(minor);
    assertThat(String.join(",", GoVersions.experiments(text))).isEqualTo(experiments);
  }
}
