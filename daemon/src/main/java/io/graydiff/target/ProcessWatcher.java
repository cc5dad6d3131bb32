package io.graydiff.target;

import io.graydiff.target.MembershipChange.Member;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Keeps two groups of processes up to date: who matches their selectors now, who joined and who
 * left. It has neither a clock nor a look at /proc of its own: the caller hands it scans and, for
 * speed, looks at single processes, which several watchers share.
 *
 * <p>A process is the same as before when pid, start time and binary are; a reused pid or an exec
 * of another binary therefore shows as one that left and one that joined. For one thread.
 */
public final class ProcessWatcher {
  private final Selectors baseline;
  private final Selectors canary;
  private final PodIndex pods;
  private final Map<Integer, Member> members = new TreeMap<>();
  private final Map<Integer, GoProcess> conflicts = new TreeMap<>();

  /**
   * A watcher with empty groups.
   *
   * @param pods the pods of this node, where selectors ask for them
   */
  public ProcessWatcher(Selectors baseline, Selectors canary, PodIndex pods) {
    this.baseline = baseline;
    this.canary = canary;
    this.pods = pods;
  }

  /**
   * The first look, which insists: every selector matches a process, and no process matches both
   * groups. A caller that can wait for its processes begins with {@link #update} instead.
   *
   * @throws IOException when /proc cannot be listed
   */
  public MembershipChange start(ProcessScanner scanner)
      throws NoMatchException, OverlappingGroupsException, IOException {
    ProcessScan scan = scanner.scan();
    for (GroupRole role : GroupRole.values()) {
      for (Selector selector : selectorsOf(role).selectors()) {
        if (scan.processes().stream().noneMatch(p -> selector.matches(p, pods))) {
          throw new NoMatch(scanner, pods).explain(role, selector, scan);
        }
      }
    }
    for (GoProcess process : scan.processes()) {
      if (rolesOf(process).size() > 1) {
        throw new OverlappingGroupsException(process);
      }
    }
    return update(scan);
  }

  /** The members at the last look. */
  public ProcessGroup group(GroupRole role) {
    return new ProcessGroup(
        role,
        selectorsOf(role),
        members.values().stream()
            .filter(member -> member.role() == role)
            .map(Member::process)
            .toList());
  }

  /** Takes a look at one process. */
  public MembershipChange update(int pid, ProcessLookup lookup) {
    Changes changes = new Changes();
    changes.apply(
        pid,
        lookup instanceof ProcessLookup.Found found
            ? Optional.of(found.process())
            : Optional.empty());
    return changes.toChange();
  }

  /** Takes a look at all processes. */
  public MembershipChange update(ProcessScan scan) {
    Map<Integer, GoProcess> present = new TreeMap<>();
    scan.processes().forEach(process -> present.put(process.pid(), process));
    Changes changes = new Changes();
    for (List<Integer> absent :
        List.of(List.copyOf(members.keySet()), List.copyOf(conflicts.keySet()))) {
      absent.stream()
          .filter(pid -> !present.containsKey(pid))
          .forEach(pid -> changes.apply(pid, Optional.empty()));
    }
    present.forEach((pid, process) -> changes.apply(pid, Optional.of(process)));
    return changes.toChange();
  }

  private List<GroupRole> rolesOf(GoProcess process) {
    List<GroupRole> roles = new ArrayList<>();
    for (GroupRole role : GroupRole.values()) {
      if (selectorsOf(role).matches(process, pods)) {
        roles.add(role);
      }
    }
    return roles;
  }

  private Selectors selectorsOf(GroupRole role) {
    return switch (role) {
      case BASELINE -> baseline;
      case CANARY -> canary;
    };
  }

  /** Brings the state up to date, one pid at a time, and remembers what changed. */
  private final class Changes {
    private final List<Member> joined = new ArrayList<>();
    private final List<Member> left = new ArrayList<>();
    private final List<GoProcess> newConflicts = new ArrayList<>();

    /** Takes note of what this pid is now. */
    void apply(int pid, Optional<GoProcess> process) {
      List<GroupRole> roles = process.map(p -> rolesOf(p)).orElse(List.of());
      Optional<Member> now =
          roles.size() == 1 ? process.map(p -> new Member(roles.get(0), p)) : Optional.empty();
      applyMember(pid, now);
      applyConflict(pid, roles.size() > 1 ? process : Optional.empty());
    }

    private void applyMember(int pid, Optional<Member> now) {
      Optional<Member> before = Optional.ofNullable(members.remove(pid));
      now.ifPresent(member -> members.put(pid, member));
      boolean same = before.isPresent() && now.filter(before.get()::isSameAs).isPresent();
      if (!same) {
        before.ifPresent(left::add);
        now.ifPresent(joined::add);
      }
    }

    private void applyConflict(int pid, Optional<GoProcess> now) {
      Optional<GoProcess> before = Optional.ofNullable(conflicts.remove(pid));
      now.ifPresent(process -> conflicts.put(pid, process));
      if (now.isPresent() && before.filter(now.get()::isSameRun).isEmpty()) {
        newConflicts.add(now.get());
      }
    }

    MembershipChange toChange() {
      return new MembershipChange(joined, left, newConflicts);
    }
  }
}
