package io.graydiff.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CpuClockTest {
  @Test
  void aListOfCpusIsReadAsTheKernelWritesIt() {
    assertThat(CpuClock.cpus("0")).containsExactly(0);
    assertThat(CpuClock.cpus("0-3,8,10-11")).containsExactly(0, 1, 2, 3, 8, 10, 11);
  }
}
