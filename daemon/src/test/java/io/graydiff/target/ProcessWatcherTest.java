package io.graydiff.target;

import static io.graydiff.target.GroupRole.BASELINE;
import static io.graydiff.target.GroupRole.CANARY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graydiff.target.MembershipChange.Member;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessWatcherTest {
  @TempDir private Path directory;
  private FakeProc proc;
  private Path old;
  private Path recent;
  private ProcessScanner scanner;

  @BeforeEach
  void layOut() throws IOException {
    proc = new FakeProc(directory);
    scanner = proc.scanner();
    old = proc.goBinary("old", "go1.22.12");
    recent = proc.goBinary("recent", "go1.23.5");
    proc.start(10, 1, old);
    proc.start(11, 2, old);
    proc.start(20, 3, recent);
  }

  @Test
  void beginsWithThoseThatMatch() throws Exception {
    ProcessWatcher watcher = watcher("go=1.22", "go=1.23");
    MembershipChange change = watcher.start(scanner);
    assertThat(pids(change.joined(), BASELINE)).containsExactly(10, 11);
    assertThat(pids(change.joined(), CANARY)).containsExactly(20);
    assertThat(change.left()).isEmpty();
    assertThat(watcher.group(BASELINE).members())
        .extracting(GoProcess::pid)
        .containsExactly(10, 11);
    assertThat(watcher.group(BASELINE).goVersions()).containsExactly("go1.22.12");
    assertThat(watcher.group(CANARY).role()).isEqualTo(CANARY);
  }

  @Test
  void saysNothingWhileNothingChanges() throws Exception {
    ProcessWatcher watcher = watcher("go=1.22", "go=1.23");
    watcher.start(scanner);
    assertThat(watcher.update(scanner.scan()).isEmpty()).isTrue();
    assertThat(look(watcher, 10).isEmpty()).isTrue();
  }

  @Test
  void aProcessThatStartsLaterJoins() throws Exception {
    ProcessWatcher watcher = watcher("go=1.22", "go=1.23");
    watcher.start(scanner);
    proc.start(21, 9, recent);
    assertThat(pids(watcher.update(scanner.scan()).joined(), CANARY)).containsExactly(21);
    proc.start(22, 10, recent);
    assertThat(pids(look(watcher, 22).joined(), CANARY)).containsExactly(22);
    assertThat(watcher.update(scanner.scan()).isEmpty()).isTrue();
  }

  @Test
  void aProcessThatEndsLeaves() throws Exception {
    ProcessWatcher watcher = watcher("go=1.22", "go=1.23");
    watcher.start(scanner);
    proc.end(10);
    assertThat(pids(watcher.update(scanner.scan()).left(), BASELINE)).containsExactly(10);
    proc.end(11);
    assertThat(pids(look(watcher, 11).left(), BASELINE)).containsExactly(11);
    assertThat(watcher.update(scanner.scan()).isEmpty()).isTrue();
    assertThat(watcher.group(BASELINE).members()).isEmpty();
  }

  @Test
  void aHintThatAProcessEndedIsNotBelievedWhileItRuns() throws Exception {
    ProcessWatcher watcher = watcher("go=1.22", "go=1.23");
    watcher.start(scanner);
    assertThat(look(watcher, 10).isEmpty()).isTrue();
  }

  @Test
  void hintsAboutStrangersChangeNothing() throws Exception {
    ProcessWatcher watcher = watcher("go=1.22", "go=1.23");
    watcher.start(scanner);
    assertThat(look(watcher, 4711).isEmpty()).isTrue();
    assertThat(look(watcher, 4711).isEmpty()).isTrue();
  }

  @Test
  void aReusedPidLeavesAndJoins() throws Exception {
    ProcessWatcher watcher = watcher("go=1.22", "go=1.23");
    watcher.start(scanner);
    proc.start(10, 55, old);
    MembershipChange change = watcher.update(scanner.scan());
    assertThat(change.left()).extracting(m -> m.process().startTicks()).containsExactly(1L);
    assertThat(change.joined()).extracting(m -> m.process().startTicks()).containsExactly(55L);
  }

  @Test
  void anExecOfTheOtherVersionChangesTheGroup() throws Exception {
    ProcessWatcher watcher = watcher("go=1.22", "go=1.23");
    watcher.start(scanner);
    proc.exec(10, recent);
    MembershipChange change = look(watcher, 10);
    assertThat(pids(change.left(), BASELINE)).containsExactly(10);
    assertThat(pids(change.joined(), CANARY)).containsExactly(10);
  }

  @Test
  void twoGroupsMayRunOneBinary() throws Exception {
    ProcessWatcher watcher = watcher("pid=10", "pid=11");
    MembershipChange change = watcher.start(scanner);
    assertThat(pids(change.joined(), BASELINE)).containsExactly(10);
    assertThat(pids(change.joined(), CANARY)).containsExactly(11);
  }

  @Test
  void refusesAProcessInBothGroups() throws Exception {
    ProcessWatcher watcher = watcher("go=1.22", "pid=11");
    assertThatThrownBy(() -> watcher.start(scanner))
        .isInstanceOf(OverlappingGroupsException.class)
        .hasMessage("process 11 (" + old + ") matches both groups; make the selectors disjoint");
  }

  @Test
  void keepsALaterProcessThatMatchesBothOutOfBothAndNamesItOnce() throws Exception {
    ProcessWatcher watcher = watcher("go=1.22", "cgroup=/canary");
    proc.cgroups(20, "/canary");
    watcher.start(scanner);
    proc.start(12, 9, old);
    proc.cgroups(12, "/canary");
    MembershipChange change = watcher.update(scanner.scan());
    assertThat(change.conflicts()).extracting(GoProcess::pid).containsExactly(12);
    assertThat(change.joined()).isEmpty();
    assertThat(watcher.update(scanner.scan()).isEmpty()).isTrue();
    proc.cgroups(12, "/");
    assertThat(pids(watcher.update(scanner.scan()).joined(), BASELINE)).containsExactly(12);
  }

  @Test
  void explainsASelectorThatMatchesNothingByTheNearestProcesses() throws Exception {
    ProcessWatcher watcher = watcher("go=1.23,module=example.com/none", "go=1.23");
    assertThatThrownBy(() -> watcher.start(scanner))
        .isInstanceOf(NoMatchException.class)
        .hasMessage(
            "baseline: selector 'go=1.23,module=example.com/none' matches no Go process; nearest of"
                + " 3 Go processes (see graydiff ps): pid=20 go1.23.5 example.com/recent,"
                + " pid=10 go1.22.12 example.com/old, pid=11 go1.22.12 example.com/old");
  }

  @Test
  void namesAtMostFiveNearestProcesses() throws Exception {
    for (int pid = 30; pid < 40; pid++) {
      proc.start(pid, pid, old);
    }
    ProcessWatcher watcher = watcher("go=1.99", "go=1.23");
    assertThatThrownBy(() -> watcher.start(scanner))
        .message()
        .satisfies(message -> assertThat(message.split("pid=", -1)).hasSize(1 + 5));
  }

  @Test
  void insistsOnEverySelectorOfAGroup() throws Exception {
    ProcessWatcher watcher = watcher(new String[] {"go=1.22"}, new String[] {"pid=20", "pid=4711"});
    assertThatThrownBy(() -> watcher.start(scanner))
        .isInstanceOf(NoMatchException.class)
        .hasMessageStartingWith("canary: there is no process 4711; ");
  }

  @Test
  void saysWhyAPidIsNotChosen() throws Exception {
    Path shell = proc.binary("sh", new BinaryKind.NotGo());
    proc.start(30, 4, shell);
    proc.start(
        31, 5, proc.binary("ancient", new BinaryKind.Unusable("built with Go 1.16: too old")));
    assertThatThrownBy(() -> watcher("pid=30", "pid=20").start(scanner))
        .hasMessageStartingWith("baseline: process 30 (" + shell + ") is not a Go program; ");
    assertThatThrownBy(() -> watcher("pid=31", "pid=20").start(scanner))
        .hasMessageContaining("/ancient) cannot be measured: built with Go 1.16: too old; ");
  }

  @Test
  void saysWhenNoGoProcessRunsAtAll() throws Exception {
    for (int pid : List.of(10, 11, 20)) {
      proc.end(pid);
    }
    assertThatThrownBy(() -> watcher("go=1.22", "go=1.23").start(scanner))
        .hasMessage(
            "baseline: selector 'go=1.22' matches no Go process; no Go process runs on this"
                + " machine");
  }

  @Test
  void aLookMayBeginWithEmptyGroups() throws Exception {
    ProcessWatcher watcher = watcher("go=1.98", "go=1.99");
    assertThat(watcher.update(scanner.scan()).isEmpty()).isTrue();
  }

  @Test
  void kubernetesSelectorsMatchByThePodOfTheCgroup() throws Exception {
    proc.cgroups(10, "/kubepods/pod" + Processes.POD_UID + "/" + "e".repeat(64));
    Map<String, String> labels = new HashMap<>(Map.of("track", "stable"));
    PodIndex pods =
        id ->
            id.podUid()
                .map(
                    uid ->
                        new PodIndex.Container(new PodIndex.Pod("shop", "a", labels), "app", true));
    ProcessWatcher watcher =
        new ProcessWatcher(
            Selectors.of(Selector.parse("k8s=shop/track=stable")),
            Selectors.of(Selector.parse("k8s=shop/track=canary")),
            pods);
    assertThat(pids(watcher.update(scanner.scan()).joined(), BASELINE)).containsExactly(10);

    labels.put("track", "canary");
    MembershipChange change = watcher.update(scanner.scan());
    assertThat(pids(change.left(), BASELINE)).containsExactly(10);
    assertThat(pids(change.joined(), CANARY)).containsExactly(10);
  }

  private MembershipChange look(ProcessWatcher watcher, int pid) {
    return watcher.update(pid, scanner.look(pid));
  }

  private ProcessWatcher watcher(String baseline, String canary) throws TargetException {
    return watcher(new String[] {baseline}, new String[] {canary});
  }

  private ProcessWatcher watcher(String[] baseline, String[] canary) throws TargetException {
    return new ProcessWatcher(selectors(baseline), selectors(canary), PodIndex.NONE);
  }

  private static Selectors selectors(String... texts) throws SelectorSyntaxException {
    Selector[] selectors = new Selector[texts.length];
    for (int i = 0; i < texts.length; i++) {
      selectors[i] = Selector.parse(texts[i]);
    }
    return Selectors.of(selectors);
  }

  private static List<Integer> pids(List<Member> members, GroupRole role) {
    return members.stream().filter(m -> m.role() == role).map(m -> m.process().pid()).toList();
  }
}
