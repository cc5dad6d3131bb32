package io.graydiff.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RefusalTest {
  private static final String ALL = "CapEff:\t000001ffffffffff";
  private static final String NONE = "CapEff:\t0000000000000000";
  private static final String LITTLE =
      "Max locked memory         65536                65536                bytes     ";
  private static final String UNLIMITED =
      "Max locked memory         unlimited            unlimited            bytes     ";

  @Test
  void whoHasNoRightsIsToldWhich() {
    assertThat(hint(NONE, LITTLE)).contains("CAP_SYS_ADMIN").doesNotContain("MEMLOCK");
  }

  @Test
  void whoHasThemIsToldOfTheLimitOfLockedMemory() {
    assertThat(hint(ALL, LITTLE)).contains("RLIMIT_MEMLOCK").doesNotContain("CAP_SYS_ADMIN");
  }

  @Test
  void whereNeitherIsTheCauseNothingIsGuessed() {
    assertThat(hint(ALL, UNLIMITED)).isEmpty();
  }

  private static String hint(String status, String limits) {
    return Refusal.hint(Stream.of("Name:\tjava", status), Stream.of("Limit", limits));
  }
}
