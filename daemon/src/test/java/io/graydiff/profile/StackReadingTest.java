package io.graydiff.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StackReadingTest {
  @Test
  void theInnermostFunctionWithAClassDecides() {
    assertThat(classOf("runtime.memmove", "main.copy", "main.main")).isEqualTo(CpuClass.USER);
    assertThat(classOf("runtime.memclrNoHeapPointers", "runtime.mallocgc", "main.f"))
        .isEqualTo(CpuClass.ALLOCATOR);
    assertThat(classOf("runtime.scanobject", "runtime.gcDrainN", "runtime.mallocgc", "main.f"))
        .as("what an allocation does for the collector")
        .isEqualTo(CpuClass.GC);
    assertThat(classOf("runtime.futex", "runtime.findRunnable", "runtime.schedule"))
        .isEqualTo(CpuClass.SCHEDULER);
    assertThat(classOf("runtime.memhash64", "internal/runtime/maps.(*Map).getWithKey", "main.f"))
        .isEqualTo(CpuClass.USER);
    assertThat(classOf("runtime.doInit1", "runtime.main")).isEqualTo(CpuClass.RUNTIME);
  }

  @Test
  void theKernelAndWhatIsNoGoCodeHaveClassesOfTheirOwn() {
    assertThat(StackReading.classOf(List.of("internal/runtime/syscall.Syscall6"), true))
        .isEqualTo(CpuClass.KERNEL);
    assertThat(StackReading.classOf(List.of(), false)).isEqualTo(CpuClass.UNKNOWN);
  }

  @Test
  void anAllocationIsAscribedToWhoeverAskedTheRuntime() {
    assertThat(
            StackReading.callerOfRuntime(
                List.of("runtime.growslice", "strings.(*Builder).WriteString", "main.f")))
        .isEqualTo("strings.(*Builder).WriteString");
    assertThat(StackReading.callerOfRuntime(List.of("runtime.newproc1", "runtime.goexit")))
        .isEqualTo("runtime.goexit");
    assertThat(StackReading.callerOfRuntime(List.of())).isEqualTo(StackReading.UNKNOWN);
  }

  private static CpuClass classOf(String... names) {
    return StackReading.classOf(List.of(names), false);
  }
}
