package io.graydiff.target;

import static org.assertj.core.api.Assertions.assertThat;

import io.graydiff.fixture.ExactProgram;
import io.graydiff.target.ProcessLookup.Found;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real Go programs in the real /proc. */
class GoProcessesIT {
  @Test
  void theScanFindsAGoProgramWithItsBuildFacts() throws Exception {
    try (ExactProgram program = ExactProgram.start("1.22")) {
      ProcessScan scan = ProcessScanner.ofMachine().scan();
      GoProcess process =
          scan.processes().stream().filter(p -> p.pid() == program.pid()).findFirst().orElseThrow();
      assertThat(process.build().goVersion()).isEqualTo(program.goVersion());
      assertThat(process.exe()).isEqualTo(ExactProgram.build("1.22").toRealPath().toString());
      assertThat(process.build().mode()).isEqualTo(GoBuild.Mode.EXE);
      assertThat(process.cmdline()).startsWith(process.exe());
      assertThat(process.cgroups()).isNotEmpty();
      assertThat(scan.processes())
          .extracting(GoProcess::pid)
          .doesNotContain(Math.toIntExact(ProcessHandle.current().pid()));
    }
  }

  @Test
  void aProgramWhoseFileWasDeletedIsStillRead(@TempDir Path directory) throws Exception {
    Path copy = Files.copy(ExactProgram.build("1.23"), directory.toRealPath().resolve("deleted"));
    Process process = new ProcessBuilder(copy.toString()).start();
    try (BufferedReader answers = process.inputReader()) {
      assertThat(answers.readLine()).startsWith("ready");
      Files.delete(copy);
      ProcessLookup lookup = ProcessScanner.ofMachine().look(Math.toIntExact(process.pid()));
      assertThat(lookup).isInstanceOf(Found.class);
      GoProcess found = ((Found) lookup).process();
      assertThat(found.exe()).isEqualTo(copy.toString());
      assertThat(found.build().goVersion()).startsWith("go1.23");
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void aProgramThatStartsJoinsAndOneThatEndsLeaves() throws Exception {
    try (ExactProgram baseline = ExactProgram.start("1.22");
        ExactProgram canary = ExactProgram.start("1.23")) {
      String file = ",exe=" + ExactProgram.build("1.23").getParent() + "/*";
      ProcessScanner scanner = ProcessScanner.ofMachine();
      ProcessWatcher watcher =
          new ProcessWatcher(
              Selectors.of(Selector.parse("go=1.22,pid=" + baseline.pid())),
              Selectors.of(Selector.parse("go=1.23" + file)),
              PodIndex.NONE);
      assertThat(pids(watcher.start(scanner).joined())).contains(baseline.pid(), canary.pid());

      try (ExactProgram second = ExactProgram.start("1.23")) {
        int pid = Math.toIntExact(second.pid());
        assertThat(pids(watcher.update(pid, scanner.look(pid)).joined()))
            .containsExactly(second.pid());
        second.close();
        assertThat(pids(watcher.update(scanner.scan()).left())).containsExactly(second.pid());
      }
    }
  }

  @Test
  void theUsageOfAGoProgramGrowsWithItsWork() throws Exception {
    try (ExactProgram program = ExactProgram.start("1.23")) {
      ProcessLookup lookup = ProcessScanner.ofMachine().look(Math.toIntExact(program.pid()));
      GoProcess process = ((Found) lookup).process();
      try (ProcessUsageReader reader = ProcessUsageReader.open(process).orElseThrow()) {
        ProcessUsage before = reader.read().orElseThrow();
        do {
          program.allocate(10_000, 1024, 50, false);
        } while (reader.read().orElseThrow().cpuSeconds() == before.cpuSeconds());
        ProcessUsage after = reader.read().orElseThrow();
        assertThat(after.residentBytes()).isGreaterThan(1 << 20);
        assertThat(after.threads()).isGreaterThan(1);
        assertThat(after.fds()).isGreaterThanOrEqualTo(3);
      }
    }
  }

  private static List<Long> pids(List<MembershipChange.Member> members) {
    return members.stream().map(member -> (long) member.process().pid()).toList();
  }
}
