package io.graydiff.collect;

import io.graydiff.kernel.KernelException;
import io.graydiff.probe.ProbeKind;
import io.graydiff.target.GoProcess;
import io.graydiff.target.GroupRole;
import io.graydiff.target.MembershipChange;
import io.graydiff.target.NoMatchException;
import io.graydiff.target.OverlappingGroupsException;
import io.graydiff.target.ProcessLookup;
import io.graydiff.target.ProcessScan;
import io.graydiff.target.ProcessScanner;
import io.graydiff.target.ProcessWatcher;
import io.graydiff.window.WindowRing;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects one comparison: follows who is in its groups and closes its windows into a ring that
 * another thread reads. All methods are the collector thread's, except where they say otherwise.
 */
public final class ComparisonCollector implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ComparisonCollector.class);
  private static final int KEPT_REFUSALS = 16;

  /** A window that has to go on is looked at again so soon. */
  private static final long AGAIN_NANOS = 100_000_000;

  private final String name;
  private final ProcessWatcher watcher;
  private final Observer observer;
  private final KernelProbes kernel;
  private final Governor governor;
  private final CensoredCounts censored;
  private final WindowRing ring;
  private final long periodNanos;
  private final Map<Integer, Member> members = new LinkedHashMap<>();
  private final Roster roster = new Roster();
  private final ComparisonProfile profile = new ComparisonProfile();
  private final ComparisonFailures failures;
  private final List<String> refusals = new CopyOnWriteArrayList<>();
  private volatile long samplesLost;
  private int nextMember;
  private long windowStart;
  private long windowEnd;
  private long sampledBefore;

  /**
   * @param periodNanos length of a window
   * @param ring to be read by one judge
   * @param clock wall clock of single events
   */
  public ComparisonCollector(
      String name,
      ProcessWatcher watcher,
      Observer observer,
      KernelProbes kernel,
      Governor governor,
      CensoredCounts censored,
      WindowRing ring,
      long periodNanos,
      InstantSource clock) {
    this.name = name;
    this.watcher = watcher;
    this.observer = observer;
    this.kernel = kernel;
    this.governor = governor;
    this.censored = censored;
    this.ring = ring;
    this.periodNanos = periodNanos;
    this.failures = new ComparisonFailures(clock);
  }

  /**
   * Finds the processes and begins the first window.
   *
   * @throws ObservationException when none of the processes of a group can be observed
   */
  public void start(ProcessScanner scanner, long nowNanos)
      throws NoMatchException, OverlappingGroupsException, ObservationException, IOException {
    sampledBefore = governor.openNanos(ProbeKind.ALLOC_STACK, nowNanos);
    MembershipChange first = watcher.start(scanner);
    apply(first, nowNanos);
    for (GroupRole role : GroupRole.values()) {
      if (members.values().stream().noneMatch(member -> member.role() == role)) {
        throw new ObservationException(
            refusals.isEmpty() ? "the " + role.id() + " has ended" : refusals.get(0));
      }
    }
    beginWindow(nowNanos);
  }

  private void beginWindow(long nowNanos) {
    windowStart = nowNanos;
    windowEnd = nowNanos + periodNanos;
  }

  /** Begins the first window, whether or not the processes are there already. */
  public void startWaiting(ProcessScan scan, long nowNanos) {
    sampledBefore = governor.openNanos(ProbeKind.ALLOC_STACK, nowNanos);
    apply(watcher.update(scan), nowNanos);
    beginWindow(nowNanos);
  }

  /** Who was and is in the groups. For any thread. */
  public Roster roster() {
    return roster;
  }

  /** What the functions and goroutines of the groups do. For any thread. */
  public ComparisonProfile profile() {
    return profile;
  }

  /** What failed in the groups. For any thread. */
  public ComparisonFailures failures() {
    return failures;
  }

  /** A process panicked, or its runtime gave up. */
  void failed(AgentEvent.Failed event) {
    member(event.pid())
        .ifPresent(
            member -> {
              member.failed(event);
              failures.add(member.role(), event.failure());
            });
  }

  /** A process ends by a panic. */
  void endsByPanic(AgentEvent.PanicEnds event) {
    member(event.pid()).ifPresent(member -> member.endsByPanic(event.goid()));
  }

  /**
   * The member of that process, also if it was seen to have ended, until its last window closes;
   * the last one, if the process has executed several programs.
   */
  private Optional<Member> member(int pid) {
    return members.values().stream()
        .filter(member -> member.process().pid() == pid)
        .reduce((earlier, later) -> later);
  }

  /** A round of profiling has ended. */
  void profiled(long nowNanos, long lost) {
    long open = governor.openNanos(ProbeKind.ALLOC_STACK, nowNanos);
    profile.add(members.values(), (open - sampledBefore) / 1e9, lost);
  }

  /** Why processes that match are not observed, the newest few. For any thread. */
  public List<String> refusals() {
    return List.copyOf(refusals);
  }

  /** Values and events that found their window full, since the beginning. For any thread. */
  public long samplesLost() {
    return samplesLost;
  }

  /** All processes were looked at. */
  public void scanned(ProcessScan scan, long nowNanos) {
    apply(watcher.update(scan), nowNanos);
  }

  /** A process was looked at that began a program or ended. */
  public void looked(int pid, ProcessLookup lookup, long nowNanos) {
    apply(watcher.update(pid, lookup), nowNanos);
  }

  /** How long windows are that do not have to wait for the judge. */
  long periodNanos() {
    return periodNanos;
  }

  /** When the present window ends, on the monotonic clock. */
  public long windowEnd() {
    return windowEnd;
  }

  /**
   * Ends the present window and begins the next. Where the judge is so late that this would
   * overwrite a window which it has not read, the present one goes on: it becomes longer, and
   * nothing is lost.
   *
   * @return whether it ended
   */
  public boolean closeWindow(long nowNanos) {
    if (!ring.hasRoom()) {
      windowEnd = nowNanos + Math.min(periodNanos, AGAIN_NANOS);
      return false;
    }
    ring.begin(windowStart);
    int block = 0;
    long lost = samplesLost;
    for (Member member : List.copyOf(members.values())) {
      try {
        lost += member.write(ring, block++, governor, nowNanos);
      } catch (IOException e) {
        LOG.warn("{}: cannot read process {}: {}", name, member.process().pid(), e.getMessage());
        member.leave();
      }
      if (member.hasLeft()) {
        remove(member);
      }
    }
    samplesLost = lost;
    failures.publish();
    ring.publish(nowNanos);
    beginWindow(nowNanos);
    return true;
  }

  private void apply(MembershipChange change, long nowNanos) {
    for (MembershipChange.Member gone : change.left()) {
      members.values().stream()
          .filter(member -> member.process().isSameRun(gone.process()))
          .findFirst()
          .ifPresent(Member::leave);
      LOG.info("{}: {} leaves the {}", name, gone.process().pid(), gone.role().id());
    }
    for (GoProcess conflict : change.conflicts()) {
      refuse("process " + conflict.pid() + " matches both groups and is in neither");
    }
    change.joined().forEach(member -> join(member, nowNanos));
  }

  private void join(MembershipChange.Member joining, long nowNanos) {
    try {
      Observation observation = observer.acquire(joining.process());
      boolean joined = false;
      try {
        Optional<Member> member =
            Member.join(
                nextMember,
                joining.role(),
                observation,
                kernel.reader(observation.population(), censored),
                governor,
                nowNanos);
        member.ifPresent(this::add);
        joined = member.isPresent();
      } finally {
        if (!joined) {
          observer.release(observation);
        }
      }
    } catch (ObservationException | KernelException | IOException e) {
      refuse(String.valueOf(e.getMessage()));
      LOG.warn("{}: {}", name, e.getMessage());
    }
  }

  private void refuse(String why) {
    refusals.add(why);
    if (refusals.size() > KEPT_REFUSALS) {
      refusals.remove(0);
    }
  }

  private void add(Member member) {
    nextMember++;
    members.put(member.number(), member);
    roster.joined(member);
    LOG.info("{}: {} joins the {}", name, member.process().pid(), member.role().id());
  }

  private void remove(Member member) {
    members.remove(member.number());
    roster.left(member);
    try {
      member.close();
      observer.release(member.observation());
    } catch (KernelException | IOException e) {
      LOG.warn("{}: {}", name, e.getMessage());
    }
  }

  @Override
  public void close() {
    new ArrayList<>(members.values()).forEach(this::remove);
  }
}
