package io.graydiff.collect;

import io.graydiff.kernel.KernelAbi;
import io.graydiff.probe.ProbeKind;
import io.graydiff.profile.GoroutineCount;
import io.graydiff.signal.Signal;
import io.graydiff.target.GoProcess;
import io.graydiff.target.GroupRole;
import io.graydiff.target.ProcessUsage;
import io.graydiff.target.ProcessUsageReader;
import io.graydiff.window.WindowRing;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A process as one comparison sees it: what it has counted since the last window. For the
 * collector's thread; number, role and observation are read by others.
 */
final class Member implements AutoCloseable {
  private final int number;
  private final GroupRole role;
  private final Observation observation;
  private final PopulationReader counted;
  private final ProcessUsageReader usageReader;
  private final Optional<RuntimeTally> runtime;
  private ProcessUsage usage;
  private final long[] openNanos = new long[KernelAbi.GD_PROBES];
  private long seenNanos;
  private OptionalLong stuck = OptionalLong.empty();
  private boolean left;
  private boolean takesRounds;
  private Optional<AgentEvent.Failed> lastPanic = Optional.empty();
  private Optional<String> lastWords = Optional.empty();
  private Optional<Map<GoroutineCount.Place, Long>> firstCensus = Optional.empty();

  private Member(
      int number,
      GroupRole role,
      Observation observation,
      PopulationReader counted,
      ProcessUsageReader usageReader,
      ProcessUsage usage,
      Governor governor,
      long nowNanos) {
    this.number = number;
    this.role = role;
    this.observation = observation;
    this.counted = counted;
    this.usageReader = usageReader;
    this.usage = usage;
    this.runtime = RuntimeTally.begin(observation);
    this.seenNanos = nowNanos;
    this.takesRounds = observation.profile().isAtRoundStart();
    for (ProbeKind kind : ProbeKind.values()) {
      openNanos[kind.number()] = governor.openNanos(kind, nowNanos);
    }
  }

  /**
   * Joins a process from now on.
   *
   * @return empty when it has ended meanwhile
   */
  static Optional<Member> join(
      int number,
      GroupRole role,
      Observation observation,
      PopulationReader counted,
      Governor governor,
      long nowNanos)
      throws IOException {
    Optional<ProcessUsageReader> reader = ProcessUsageReader.open(observation.process());
    if (reader.isEmpty()) {
      return Optional.empty();
    }
    Optional<ProcessUsage> usage = reader.get().read();
    if (usage.isEmpty()) {
      reader.get().close();
      return Optional.empty();
    }
    counted.skip();
    return Optional.of(
        new Member(
            number, role, observation, counted, reader.get(), usage.get(), governor, nowNanos));
  }

  int number() {
    return number;
  }

  GroupRole role() {
    return role;
  }

  Observation observation() {
    return observation;
  }

  GoProcess process() {
    return observation.process();
  }

  /**
   * Whether the last round is its own: of a process that another comparison observes too, stacks
   * may have been sampled in that round before it joined.
   */
  boolean takesRound() {
    boolean own = takesRounds;
    takesRounds = true;
    return own;
  }

  /** Its goroutines by the last census, with their growth since its first one. */
  Optional<ProfileRound.Census> goroutines() {
    Optional<ProfileRound.Census> census = observation.profile().lastRound().census();
    if (census.isPresent() && firstCensus.isEmpty()) {
      firstCensus = census.map(Member::counts);
    }
    Map<GoroutineCount.Place, Long> first = firstCensus.orElse(Map.of());
    return census.map(
        now -> {
          Map<GoroutineCount.Place, GoroutineCount> grown = new HashMap<>();
          first.forEach((place, n) -> grown.put(place, GoroutineCount.NONE.since(n)));
          now.goroutines()
              .forEach((place, n) -> grown.put(place, n.since(first.getOrDefault(place, 0L))));
          return new ProfileRound.Census(grown, now.stride());
        });
  }

  private static Map<GoroutineCount.Place, Long> counts(ProfileRound.Census census) {
    Map<GoroutineCount.Place, Long> counts = new HashMap<>();
    census.goroutines().forEach((place, n) -> counts.put(place, n.count()));
    return counts;
  }

  /** It panicked, or the runtime gave up. */
  void failed(AgentEvent.Failed event) {
    if (event.failure().kind() == Failure.Kind.THROW) {
      lastWords = Optional.of(event.failure().words());
    } else {
      lastPanic = Optional.of(event);
    }
  }

  /** The last panic of a goroutine ends it. */
  void endsByPanic(long goid) {
    lastWords =
        Optional.of(
            lastPanic
                .filter(panic -> panic.goid() == goid)
                .map(panic -> panic.failure().words())
                .orElse("panic"));
  }

  /** Of what it died, where the runtime said it. */
  Optional<String> lastWords() {
    return lastWords;
  }

  /** It has ended or matches no more: the next window is its last. */
  void leave() {
    left = true;
  }

  boolean hasLeft() {
    return left;
  }

  /** CPU time it has used, as of the last window. */
  double cpuSeconds() {
    return usage.cpuSeconds();
  }

  /**
   * Writes its block of the window that ends now. Whose block it is comes first: a block that is
   * cut off is not taken for another's.
   *
   * @return values and events that found the window full
   * @throws IOException when its usage cannot be read; then nothing was written
   */
  long write(WindowRing ring, int block, Governor governor, long nowNanos) throws IOException {
    BlockWriter words = new BlockWriter(ring, block);
    // A process that has ended keeps its last known usage.
    ProcessUsage now = usageReader.read().orElse(usage);
    words.word(WindowLayout.MEMBER, number);
    words.word(WindowLayout.OBSERVED_NANOS, nowNanos - seenNanos);
    words.word(WindowLayout.CPU_NANOS, Math.round((now.cpuSeconds() - usage.cpuSeconds()) * 1e9));
    now.levels().forEach(words::signal);
    now.countsSince(usage).forEach(words::signal);
    for (ProbeKind kind : ProbeKind.values()) {
      long open = governor.openNanos(kind, nowNanos);
      words.word(WindowLayout.OPEN_NANOS + kind.number(), open - openNanos[kind.number()]);
      openNanos[kind.number()] = open;
    }
    runtime.ifPresent(tally -> tally.write(words));
    OptionalLong stuckNow = observation.profile().stuck();
    if (stuckNow.isPresent()) {
      words.signal(
          Signal.GOROUTINE_STUCK, stuckNow.getAsLong() - stuck.orElse(stuckNow.getAsLong()));
      stuck = stuckNow;
    }
    counted.read(words);
    usage = now;
    seenNanos = nowNanos;
    return words.lost();
  }

  @Override
  public void close() throws IOException {
    usageReader.close();
  }
}
