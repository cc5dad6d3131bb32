package io.graydiff.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessScannerTest {
  @TempDir private Path directory;
  private FakeProc proc;
  private ProcessScanner scanner;
  private Path app;
  private Path shell;

  @BeforeEach
  void layOut() throws IOException {
    proc = new FakeProc(directory);
    scanner = proc.scanner();
    app = proc.goBinary("app", "go1.22.12");
    shell = proc.binary("sh", new BinaryKind.NotGo());
  }

  @Test
  void findsGoProgramsAmongOthers() throws IOException {
    proc.start(300, 77, app);
    proc.start(12, 70, app);
    proc.start(13, 71, shell);
    proc.kernelThread(2, 1);
    proc.cgroups(12, "/", "/system.slice/app.service", "/");
    ProcessScan scan = scanner.scan();
    assertThat(scan.processes()).extracting(GoProcess::pid).containsExactly(12, 300);
    GoProcess process = scan.processes().get(0);
    assertThat(process.startTicks()).isEqualTo(70);
    assertThat(process.exe()).isEqualTo(app.toString());
    assertThat(process.build().module()).isEqualTo("example.com/app");
    assertThat(process.cmdline()).isEqualTo("/srv/app -port 80");
    assertThat(process.cgroups()).containsExactly("/", "/system.slice/app.service");
    assertThat(process.cgroup()).contains("/system.slice/app.service");
    assertThat(scan.denied()).isZero();
  }

  @Test
  void parsesABinaryOnceHoweverManyProcessesRunIt() throws IOException {
    for (int pid = 10; pid < 30; pid++) {
      proc.start(pid, pid, pid % 2 == 0 ? app : shell);
    }
    scanner.scan();
    scanner.scan();
    assertThat(proc.binariesRead()).isEqualTo(2);
  }

  @Test
  void keepsTheSameObjectWhileNothingChanges() throws IOException {
    proc.start(12, 70, app);
    GoProcess before = scanner.scan().processes().get(0);
    assertThat(scanner.scan().processes().get(0)).isSameAs(before);
  }

  @Test
  void seesAReusedPid() throws IOException {
    proc.start(12, 70, app);
    GoProcess before = scanner.scan().processes().get(0);
    proc.start(12, 99, app);
    GoProcess after = scanner.scan().processes().get(0);
    assertThat(after.startTicks()).isEqualTo(99);
    assertThat(after.isSameRun(before)).isFalse();
  }

  @Test
  void seesAProcessThatExecutesAGoProgramLater() throws IOException {
    proc.start(12, 70, shell);
    assertThat(scanner.scan().processes()).isEmpty();
    proc.exec(12, app);
    assertThat(scanner.scan().processes()).extracting(GoProcess::pid).containsExactly(12);
  }

  @Test
  void aLookForNewProcessesTakesTheOthersForWhatTheyWere() throws IOException {
    proc.start(12, 70, app);
    proc.start(13, 71, shell);
    proc.kernelThread(2, 1);
    GoProcess before = scanner.scan().processes().get(0);
    proc.exec(13, app);
    proc.cgroups(12, "/moved");
    proc.start(14, 72, app);

    ProcessScan scan = scanner.scanNew();

    assertThat(scan.processes()).extracting(GoProcess::pid).containsExactly(12, 14);
    assertThat(scan.processes().get(0)).isSameAs(before);
    assertThat(scanner.look(13)).isInstanceOf(ProcessLookup.Found.class);
    assertThat(scanner.scanNew().processes())
        .extracting(GoProcess::pid)
        .containsExactly(12, 13, 14);
    assertThat(scanner.scan().processes().get(0).cgroups()).containsExactly("/moved");
  }

  @Test
  void aLookForNewProcessesForgetsThoseThatEnded() throws IOException {
    proc.start(12, 70, app);
    scanner.scan();
    proc.end(12);
    assertThat(scanner.scanNew().processes()).isEmpty();
    proc.start(12, 99, app);
    assertThat(scanner.scanNew().processes())
        .extracting(GoProcess::startTicks)
        .containsExactly(99L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"stat", "cgroup", "cmdline"})
  void aProcessThatChangedWhileItWasReadIsLookedAtAgain(String file) throws IOException {
    proc.start(12, 70, app);
    proc.vanish(12, file);
    assertThat(scanner.scanNew().processes()).isEmpty();
    proc.start(12, 70, app);
    assertThat(scanner.scanNew().processes()).extracting(GoProcess::pid).containsExactly(12);
  }

  @Test
  void seesAMoveToAnotherCgroup() throws IOException {
    proc.start(12, 70, app);
    scanner.scan();
    proc.cgroups(12, "/moved");
    assertThat(scanner.scan().processes().get(0).cgroups()).containsExactly("/moved");
  }

  @ParameterizedTest
  @ValueSource(strings = {"exe", "stat", "cgroup", "cmdline"})
  void aProcessThatVanishesWhileItIsReadIsNotThere(String file) throws IOException {
    proc.start(12, 70, app);
    proc.vanish(12, file);
    assertThat(scanner.scan().processes()).isEmpty();
    assertThat(scanner.look(12)).isEqualTo(new ProcessLookup.Gone());
  }

  @Test
  void tellsWhatAPidIs() throws IOException {
    proc.start(12, 70, app);
    proc.start(13, 71, shell);
    proc.start(14, 72, proc.binary("old", new BinaryKind.Unusable("built with Go 1.16: too old")));
    proc.kernelThread(2, 1);
    assertThat(scanner.look(12)).isInstanceOf(ProcessLookup.Found.class);
    assertThat(scanner.look(13)).isEqualTo(new ProcessLookup.NotGo());
    assertThat(scanner.look(14))
        .isEqualTo(new ProcessLookup.Unusable("built with Go 1.16: too old"));
    assertThat(scanner.exe(13)).contains(shell.toString());
    assertThat(scanner.look(2)).isEqualTo(new ProcessLookup.Gone());
    assertThat(scanner.look(4711)).isEqualTo(new ProcessLookup.Gone());
  }

  @Test
  void saysWhenThereIsNoProc() {
    ProcessScanner nowhere = new ProcessScanner(directory.resolve("none"), proc);
    assertThatThrownBy(nowhere::scan)
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith("is /proc mounted?");
  }
}
