package io.graydiff.compare;

import io.graydiff.profile.Profile;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The state of one comparison at one moment: what every output (table, report, JSON, page, metrics,
 * gates) shows. Immutable.
 *
 * @param comparison its name
 * @param startedAt wall-clock time of the first window's start
 * @param durationSeconds time measured so far
 * @param baseline who is in the baseline
 * @param canary who is in the canary
 * @param assessment what the engine says
 * @param cost what the measuring costs
 * @param loss what was not counted
 * @param notes what holds for the whole comparison, such as "version and process are confounded"
 * @param findings what was found beside the signals
 */
public record ComparisonResult(
    String comparison,
    Instant startedAt,
    double durationSeconds,
    Group baseline,
    Group canary,
    Assessment assessment,
    Cost cost,
    Loss loss,
    List<String> notes,
    Findings findings) {

  public ComparisonResult {
    notes = List.copyOf(notes);
  }

  /** Windows closed so far. */
  public long windows() {
    return assessment.windows();
  }

  /** Every series that was observed. */
  public List<SignalResult> signals() {
    return assessment.signals();
  }

  /** The verdict over all signals. */
  public Verdict verdict() {
    return assessment.verdict();
  }

  /** What has changed at all. */
  public Changes changes() {
    return assessment.changes();
  }

  /** What functions and goroutines do. */
  public Profile profile() {
    return findings.profile();
  }

  /** What tells the builds of the groups apart. */
  public List<BuildDifference> builds() {
    return findings.builds();
  }

  /** Panics and throws. */
  public List<Event> events() {
    return findings.events();
  }

  /** Mean length of a window so far, 0 before one has closed. */
  public double windowSeconds() {
    return windows() == 0 ? 0 : durationSeconds / windows();
  }

  /**
   * What was found beside the signals; no verdict depends on it.
   *
   * @param profile what functions and goroutines do
   * @param builds what tells the builds of the groups apart
   * @param events panics and throws by kind, the one that happened last first
   */
  public record Findings(Profile profile, List<BuildDifference> builds, List<Event> events) {
    /** Nothing was looked for. */
    public static final Findings NONE = new Findings(Profile.NONE, List.of(), List.of());

    public Findings {
      builds = List.copyOf(builds);
      events = List.copyOf(events);
    }
  }

  /**
   * A fact about the builds of which the groups do not have the same values.
   *
   * @param kind such as {@code go_version}, {@code dependency} or {@code relro}
   * @param name which one, such as a module's path; empty where the kind has only one
   * @param baseline every value that a build of the baseline has, sorted; empty text: lacks it
   * @param canary likewise
   */
  public record BuildDifference(
      String kind, String name, List<String> baseline, List<String> canary) {}

  /**
   * Panics or throws that are alike.
   *
   * @param kind {@code panic} or {@code throw}
   * @param group {@code baseline} or {@code canary}
   * @param function the innermost that is not the runtime's
   * @param type of a panic's value; empty where it cannot be told
   * @param text of a throw, or of a panic with a string; empty where there is none
   * @param count how many
   * @param first when the first was seen
   * @param last when the last was seen
   */
  public record Event(
      String kind,
      String group,
      String function,
      String type,
      String text,
      long count,
      Instant first,
      Instant last) {}

  /**
   * One group.
   *
   * @param selector as configured
   * @param goVersions of its processes, sorted, such as {@code go1.22.12}
   * @param processes those observed now
   * @param left processes that were observed and have ended or no longer match
   * @param processCount number of processes observed now; over a fleet they are counted only
   */
  public record Group(
      String selector,
      List<String> goVersions,
      List<Process> processes,
      List<Process> left,
      int processCount) {

    /** Processes that are known one by one. */
    public Group(
        String selector, List<String> goVersions, List<Process> processes, List<Process> left) {
      this(selector, goVersions, processes, left, processes.size());
    }

    /** Processes of which only the number is known. */
    public static Group counted(String selector, List<String> goVersions, int processCount) {
      return new Group(selector, goVersions, List.of(), List.of(), processCount);
    }
  }

  /**
   * One observed process.
   *
   * @param pid process id in the root namespace
   * @param exe path of the executable as the process sees it
   * @param goVersion such as {@code go1.22.12}
   * @param module path of the main module, empty when the build names none
   * @param lastWords of what it died, where its runtime said it
   */
  public record Process(
      int pid, String exe, String goVersion, String module, Optional<String> lastWords) {
    /** Without last words. */
    public Process(int pid, String exe, String goVersion, String module) {
      this(pid, exe, goVersion, module, Optional.empty());
    }
  }

  /**
   * What the measuring costs.
   *
   * @param budget the share of the targets' CPU that may be spent; infinite for unlimited
   * @param targetCpuShare estimated share of the targets' CPU spent in probes
   * @param agentCpuShare CPU time of this agent over time: 1 is one CPU
   * @param probeHits probe executions so far
   */
  public record Cost(double budget, double targetCpuShare, double agentCpuShare, long probeHits) {}

  /**
   * What was not counted.
   *
   * @param events records that found the event ring full
   * @param samples spans that found the table of open spans full, and values for which a window had
   *     no room
   */
  public record Loss(long events, long samples) {}
}
