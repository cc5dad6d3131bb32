package io.graydiff.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class DemoOptionsTest {
  @Test
  void comparesGo122WithGo123ByTwoProcessesEach() {
    DemoOptions options = DemoOptions.standard();
    assertThat(options.baselineGo()).isEqualTo("1.22");
    assertThat(options.canaryGo()).isEqualTo("1.23");
    assertThat(options.processesPerGroup()).isEqualTo(2);
  }

  @Test
  void changesOnlyWhatIsNamed() {
    DemoOptions changed =
        DemoOptions.standard()
            .withGo("1.23", "1.23")
            .withRates(70, 7)
            .withCanaryFaults("leak")
            .withTls();
    assertThat(changed).isEqualTo(new DemoOptions("1.23", "1.23", 2, 70, 7, 8, "", "leak", true));
  }

  @Test
  void refusesARateOfZero() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DemoOptions.standard().withRate(0))
        .withMessage("requests per second: 0 is not 1 to 20000");
  }
}
