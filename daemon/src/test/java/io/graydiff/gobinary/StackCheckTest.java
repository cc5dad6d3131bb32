package io.graydiff.gobinary;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StackCheckTest {
  @ParameterizedTest
  @CsvSource({
    "493b6610 7610, 4, 22, small frame",
    "493b6618 7610, 4, 22, small frame",
    "493b6610 0f8600010000, 4, 266, small frame",
    "4c8d6424b0 4d3b6610 0f8620000000, 9, 47, large frame",
    "4c8da42400ffffff 4d3b6610 7620, 12, 46, large frame",
    "4c8da42400ffffff 4d3b6610 0f8620000000, 12, 50, large frame",
    "4989e4 4981ec00000100 7230 4d3b6610 7620, 16, 50, huge frame",
    "4989e4 4981ec00000100 0f8230000000 4d3b6610 0f8620000000, 20, 58, huge frame",
  })
  void findsTheLastBranchOfEveryFormOnAmd64(String hex, int branchAt, int target, String form) {
    assertThat(StackCheck.of(Arch.AMD64, MachineCodeCases.bytes(hex)))
        .hasValueSatisfying(
            check -> {
              assertThat(check.branchAt()).isEqualTo(branchAt);
              assertThat(check.target()).isEqualTo(target);
              assertThat(check.form()).isEqualTo(form);
            });
  }

  @ParameterizedTest
  @CsvSource({
    "900b40f9 ff6330eb 89040054, 8, 152, small frame",
    "900f40f9 ff6330eb 89040054, 8, 152, small frame",
    "900b40f9 f14301d1 3f0210eb 89040054, 12, 156, large frame",
    "900b40f9 f10740d1 3f0210eb 89040054, 12, 156, large frame",
    "900b40f9 1b0084d2 f1633beb a3040054 3f0210eb 49040054, 20, 156, huge frame",
  })
  void findsTheLastBranchOfEveryFormOnArm64(String hex, int branchAt, int target, String form) {
    assertThat(StackCheck.of(Arch.ARM64, MachineCodeCases.bytes(hex)))
        .hasValueSatisfying(
            check -> {
              assertThat(check.branchAt()).isEqualTo(branchAt);
              assertThat(check.target()).isEqualTo(target);
              assertThat(check.form()).isEqualTo(form);
            });
  }

  @ParameterizedTest
  @CsvSource({
    "554889e5",
    "493b6610 7710",
    "493b6620 7610",
    "493b66",
    "493b6610 76",
    "4c8d6424b0 4d3b6610",
    "4989e4 4981ec00000100 7330 4d3b6610 7620",
    "90",
  })
  void seesNoCheckInOtherBeginningsOnAmd64(String hex) {
    assertThat(StackCheck.of(Arch.AMD64, MachineCodeCases.bytes(hex))).isEmpty();
  }

  @Test
  void seesNoCheckWhenAnotherInstructionStandsInBetweenOnArm64() {
    byte[] code = MachineCodeCases.bytes("900b40f9 fd7bbfa9 ff6330eb 89040054");
    assertThat(StackCheck.of(Arch.ARM64, code)).isEmpty();
  }
}
