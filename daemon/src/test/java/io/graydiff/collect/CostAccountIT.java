package io.graydiff.collect;

import static org.assertj.core.api.Assertions.assertThat;

import io.graydiff.fixture.NeedsRoot;
import java.util.Map;
import org.junit.jupiter.api.Test;

@NeedsRoot
class CostAccountIT {
  private static final GovernorReport NOTHING_DONE =
      new GovernorReport(Map.of(), Map.of(), Map.of());

  /** Its share of what idle processes use has no bound. */
  @Test
  void theAgentsShareIsOneOfTimeWhateverTheObservedProcessesUse() throws Exception {
    try (KernelProbes kernel = KernelProbes.load(KernelProbes.Capacity.USUAL);
        Observer observer = new Observer(kernel, 0, SpanFloors.NONE);
        CostAccount cost =
            new CostAccount(
                kernel,
                observer,
                new ProbeCost(TrapCost.constant(1, 1), 0, 0),
                () -> System.nanoTime() / 2)) {
      cost.update(NOTHING_DONE);
      long first = System.nanoTime();
      while (System.nanoTime() - first < 1_000_000) {
        Thread.onSpinWait();
      }
      cost.update(NOTHING_DONE);

      assertThat(cost.snapshot().agentCpuShare()).isPositive();
      assertThat(cost.snapshot().targetCpuShare()).isZero();
    }
  }
}
