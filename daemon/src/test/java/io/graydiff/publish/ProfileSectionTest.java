package io.graydiff.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.graydiff.profile.Profile;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProfileSectionTest {
  @Test
  void showsWhatDiffersWithItsIntervalAndWhereGoroutinesAre() {
    List<String> lines = render(ProfileFixture.profile());
    assertThat(lines).contains("CPU by class, of 1,000 and 1,000 samples");
    assertThat(line(lines, "reflect.Value.Field")).matches(".* 10% +30% +\\+20\\.0 \\[\\+1.*\\]");
    assertThat(line(lines, "gc")).matches(" +gc +15% +15%");
    assertThat(line(lines, "main.(*cache).fill")).contains("/s");
    assertThat(line(lines, "main.(*shop).audit, chan receive"))
        .contains("8 (13s)", "1,508 (+1,500, 41s)");
  }

  @Test
  void saysSoWhereNothingWasShown() {
    Profile same =
        io.graydiff.profile.ProfileComparison.of(
            ProfileFixture.profile().baseline(), ProfileFixture.profile().baseline(), 0.01, 0);
    assertThat(render(same))
        .contains(
            "CPU by function: no share was shown to differ",
            "Allocated bytes by function: no share was shown to differ");
  }

  @Test
  void nothingSampledIsNothingSaid() {
    assertThat(render(Profile.NONE)).isEmpty();
  }

  private static String line(List<String> lines, String beginning) {
    return lines.stream().filter(l -> l.strip().startsWith(beginning)).findFirst().orElse("");
  }

  private static List<String> render(Profile profile) {
    return ProfileSection.lines(profile, new HumanUnits(true)).stream()
        .map(line -> line.render(160, false))
        .toList();
  }
}
