package io.graydiff.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.graydiff.fixture.ExactProgram;
import io.graydiff.fixture.GraydiffProcess;
import io.graydiff.fixture.NeedsRoot;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@NeedsRoot
class NothingLeftIT {
  private static final int PATIENCE_MILLIS = 60_000;

  private ExactProgram baseline;
  private ExactProgram canary;
  private ProbedText baselineText;
  private ProbedText canaryText;
  private String address;

  @BeforeEach
  void startPrograms() throws Exception {
    baseline = ExactProgram.start("1.22");
    canary = ExactProgram.start("1.23");
    address = baseline.serve();
    canary.serve();
    baselineText = new ProbedText(baseline.pid());
    canaryText = new ProbedText(canary.pid());
    assertRestored();
  }

  @AfterEach
  void endPrograms() throws Exception {
    baseline.close();
    canary.close();
  }

  @Test
  void closingRestoresTheTextOfTheTargets() throws Exception {
    try (Measurement measurement = Measurement.of(baseline, canary)) {
      measurement.newest();
      assertProbed();
      assertServing();
    }
    assertRestored();
    assertServing();
  }

  @Test
  void theCommandRestoresTheTextWhenItIsTerminated() throws Exception {
    Process command = compare();
    awaitProbed(command);
    command.destroy();
    assertThat(command.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
    assertRestored();
    assertServing();
  }

  @Test
  void theKernelRestoresTheTextWhenTheAgentIsKilled() throws Exception {
    Process command = compare();
    awaitProbed(command);
    command.destroyForcibly().waitFor();
    await("the kernel to detach", this::isRestored);
    assertRestored();
    assertServing();
  }

  @Test
  void aTargetThatForksAndOneThatIsKilledDoNoHarm() throws Exception {
    try (Measurement measurement = Measurement.of(baseline, canary)) {
      measurement.newest();
      baseline.command("fork 10");
      canary.kill();
      measurement.await(
          "the killed one to leave", () -> measurement.result().canary().left().size() == 1);
      assertThat(measurement.result().canary().processes()).isEmpty();
      assertThat(baselineText.probed()).isEqualTo(baselineText.sites());
      assertServing();
    }
    assertThat(baselineText.untouched()).isEqualTo(baselineText.sites());
    assertServing();
  }

  private Process compare() throws Exception {
    return GraydiffProcess.of(
            List.of(
                "compare",
                "--baseline=pid=" + baseline.pid(),
                "--canary=pid=" + canary.pid(),
                "--budget=unlimited",
                "--for=10m",
                "--quiet"))
        .start();
  }

  private void awaitProbed(Process command) throws Exception {
    await(
        "every site to be probed",
        () -> {
          assertThat(command.isAlive()).isTrue();
          return baselineText.probed() == baselineText.sites()
              && canaryText.probed() == canaryText.sites();
        });
    assertServing();
  }

  private void assertProbed() {
    assertThat(baselineText.sites()).isGreaterThan(20);
    assertThat(baselineText.probed()).isEqualTo(baselineText.sites());
    assertThat(canaryText.probed()).isEqualTo(canaryText.sites());
  }

  private boolean isRestored() {
    return baselineText.untouched() == baselineText.sites()
        && canaryText.untouched() == canaryText.sites();
  }

  private void assertRestored() {
    assertThat(baselineText.untouched()).isEqualTo(baselineText.sites());
    assertThat(canaryText.untouched()).isEqualTo(canaryText.sites());
  }

  private void assertServing() throws Exception {
    try (KeepAliveClient client = new KeepAliveClient(address)) {
      assertThat(Long.parseLong(client.get("/sleep?d=1ms"))).isPositive();
    }
    baseline.allocate(10, 64, 2, true);
  }

  private static void await(String what, Measurement.Condition condition) throws Exception {
    long deadline = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("waiting for " + what).isLessThan(deadline);
      Thread.sleep(20);
    }
  }
}
