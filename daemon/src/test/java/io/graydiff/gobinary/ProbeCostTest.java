package io.graydiff.gobinary;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeCostTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "55",
        "4157",
        "90",
        "6690",
        "eb10",
        "e900000000",
        "e800000000",
        "7610",
        "0f8600000000"
      })
  void theKernelEmulatesTheseOnAmd64(String hex) {
    assertThat(cost(Arch.AMD64, hex)).isEqualTo(Placement.CHEAP);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"c3", "5d", "493b6610", "4883ec08", "0f1f4000", "ff10", "4190", "0f1f00", "ffe0"})
  void theKernelStepsTheseOnAmd64(String hex) {
    assertThat(cost(Arch.AMD64, hex)).isEqualTo(Placement.DEAR);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "c0035fd6",
        "89040054",
        "01000014",
        "01000094",
        "400000b4",
        "20001036",
        "60031fd6",
        "60033fd6"
      })
  void theKernelEmulatesTheseOnArm64(String hex) {
    assertThat(cost(Arch.ARM64, hex)).isEqualTo(Placement.CHEAP);
  }

  @ParameterizedTest
  @ValueSource(strings = {"900b40f9", "fd7bbfa9", "ff4300d1"})
  void theKernelStepsTheseOnArm64(String hex) {
    assertThat(cost(Arch.ARM64, hex)).isEqualTo(Placement.DEAR);
  }

  private static Placement cost(Arch arch, String hex) {
    byte[] code = MachineCodeCases.bytes(hex);
    return ProbeCost.of(arch, code, 0, code.length);
  }
}
