package io.graydiff.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import io.graydiff.signal.Signal;
import java.io.FileInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Observes this very JVM and children of it: real accounts, no root needed. */
class ProcessUsageReaderTest {
  private static final ProcDirectory PROC = new ProcDirectory(Path.of("/proc"));

  @Test
  void agreesWithWhatTheJvmKnowsOfItself() throws Exception {
    OperatingSystemMXBean jvm = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    try (ProcessUsageReader reader = open(self()).orElseThrow()) {
      double before = jvm.getProcessCpuTime() / 1e9;
      ProcessUsage usage = reader.read().orElseThrow();
      double after = jvm.getProcessCpuTime() / 1e9;
      // The JVM's figure is a sum of two parts, each rounded down to a tick of 10 ms.
      assertThat(usage.cpuSeconds()).isBetween(before - 0.01, after + 0.03);
      assertThat(usage.threads()).isGreaterThan(1);
      assertThat(usage.residentBytes())
          .isGreaterThan(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 2)
          .isLessThan(jvm.getTotalMemorySize());
      // Other threads of this JVM may open or close one in between.
      assertThat((long) usage.fds())
          .isCloseTo(((UnixOperatingSystemMXBean) jvm).getOpenFileDescriptorCount(), within(5L));
    }
  }

  @Test
  void countsADescriptorThatIsOpened() throws Exception {
    try (ProcessUsageReader reader = open(self()).orElseThrow()) {
      int before = reader.read().orElseThrow().fds();
      try (FileInputStream more = new FileInputStream("/proc/self/stat")) {
        assertThat(more.read()).isPositive();
        assertThat(reader.read().orElseThrow().fds()).isEqualTo(before + 1);
      }
      assertThat(reader.read().orElseThrow().fds()).isEqualTo(before);
    }
  }

  @Test
  void givesTheSignalsOfAProcess() {
    ProcessUsage earlier =
        new ProcessUsage(
            1.5, 4096, 3, 7, new ProcessUsage.Faults(10, 1), new ProcessUsage.Switches(20, 5));
    ProcessUsage later =
        new ProcessUsage(
            2.25, 8192, 4, 9, new ProcessUsage.Faults(14, 3), new ProcessUsage.Switches(50, 6));
    assertThat(later.levels())
        .containsEntry(Signal.PROCESS_RESIDENT_BYTES, 8192.0)
        .containsEntry(Signal.PROCESS_THREADS, 4.0)
        .containsEntry(Signal.PROCESS_FDS, 9.0)
        .hasSize(3);
    assertThat(later.countsSince(earlier))
        .containsEntry(Signal.PROCESS_CPU_SECONDS, 0.75)
        .containsEntry(Signal.PROCESS_FAULTS_MINOR, 4.0)
        .containsEntry(Signal.PROCESS_FAULTS_MAJOR, 2.0)
        .containsEntry(Signal.PROCESS_SWITCHES_VOLUNTARY, 30.0)
        .containsEntry(Signal.PROCESS_SWITCHES_INVOLUNTARY, 1.0)
        .hasSize(5);
  }

  @Test
  void waitsOfAThreadAreVoluntarySwitches() throws Exception {
    int waits = 50;
    try (ProcessUsageReader reader = open(self()).orElseThrow()) {
      long before = reader.read().orElseThrow().switches().voluntary();
      for (int i = 0; i < waits; i++) {
        Thread.sleep(1);
      }
      assertThat(reader.read().orElseThrow().switches().voluntary())
          .isGreaterThanOrEqualTo(before + waits);
    }
  }

  @Test
  void pagesThatAreTouchedFirstAreMinorFaults() throws Exception {
    try (ProcessUsageReader reader = open(self()).orElseThrow()) {
      long before = reader.read().orElseThrow().faults().minor();
      java.nio.ByteBuffer fresh = java.nio.ByteBuffer.allocateDirect(64 << 20);
      assertThat(fresh.get(fresh.capacity() - 1)).isZero();
      assertThat(reader.read().orElseThrow().faults().minor()).isGreaterThan(before);
    }
  }

  @Test
  void aProcessThatEndedHasNoUsage() throws Exception {
    Process child = new ProcessBuilder("sleep", "60").start();
    int pid = Math.toIntExact(child.pid());
    try (ProcessUsageReader reader = open(pid).orElseThrow()) {
      assertThat(reader.read()).isPresent();
      child.destroyForcibly().waitFor();
      assertThat(reader.read()).isEmpty();
    }
  }

  @Test
  void aPidOfAnotherProcessThanExpectedIsNotOpened() throws Exception {
    int self = self();
    assertThat(ProcessUsageReader.open(self, PROC.startTicks(self) + 1)).isEmpty();
  }

  private static Optional<ProcessUsageReader> open(int pid) throws IOException {
    return ProcessUsageReader.open(pid, PROC.startTicks(pid));
  }

  private static int self() {
    return Math.toIntExact(ProcessHandle.current().pid());
  }
}
