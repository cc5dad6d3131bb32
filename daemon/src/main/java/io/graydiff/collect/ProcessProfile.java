package io.graydiff.collect;

import io.graydiff.goruntime.GoroutineCensus;
import io.graydiff.goruntime.Goroutines;
import io.graydiff.goruntime.RuntimeCounters;
import io.graydiff.goruntime.TargetMemoryException;
import io.graydiff.profile.CpuClass;
import io.graydiff.profile.GoroutineCount;
import io.graydiff.profile.SampledBytes;
import io.graydiff.profile.StackReading;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one observed process does: takes its sampled stacks and counts its goroutines, and names
 * both once a round. Between two rounds at most {@value #MOST_STACKS} different stacks are kept.
 * For the collector's thread.
 */
public final class ProcessProfile {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessProfile.class);
  private static final int MOST_STACKS = 4096;

  /** A census may take this share of the time. */
  private static final long CENSUS_SHARE = 100;

  private final int pid;
  private final Symbols symbols;
  private final long bias;
  private Optional<RuntimeCounters> counters;
  private Optional<GoroutineCensus> census = Optional.empty();
  private final Map<SampledStack, Integer> stacks = new HashMap<>();
  private ProfileRound last = ProfileRound.NOTHING;
  private long nextCensus;
  private long lost;
  private long stuck;

  /**
   * Of a process.
   *
   * @param bias how far it was loaded from the addresses in its file
   * @param counters what its runtime counts; without them goroutines are not counted
   */
  ProcessProfile(int pid, Symbols symbols, long bias, Optional<RuntimeCounters> counters) {
    this.pid = pid;
    this.symbols = symbols;
    this.bias = bias;
    this.counters = counters;
  }

  /** One sample. */
  void add(SampledStack stack) {
    if (stacks.size() < MOST_STACKS || stacks.containsKey(stack)) {
      stacks.merge(stack, 1, Integer::sum);
    } else {
      lost++;
    }
  }

  /** Whether nothing was sampled since the last round. */
  boolean isAtRoundStart() {
    return stacks.isEmpty();
  }

  /** Samples that found no room, since the last call. */
  long takeLost() {
    long taken = lost;
    lost = 0;
    return taken;
  }

  /** Names what was sampled since the last round, and counts the goroutines if it is time. */
  void finishRound(long now) {
    Map<CpuClass, Long> classes = new EnumMap<>(CpuClass.class);
    Map<String, Long> functions = new HashMap<>();
    Map<String, SampledBytes> allocations = new HashMap<>();
    stacks.forEach(
        (stack, count) -> {
          List<String> names = names(stack);
          if (stack.isCpu()) {
            classes.merge(StackReading.classOf(names, stack.inKernel()), (long) count, Long::sum);
            String function = names.isEmpty() ? StackReading.UNKNOWN : names.get(0);
            functions.merge(function, (long) count, Long::sum);
          } else {
            allocations.merge(
                StackReading.callerOfRuntime(names),
                SampledBytes.NONE.plus(count, (double) stack.weight()),
                SampledBytes::plus);
          }
        });
    stacks.clear();
    last = new ProfileRound(classes, functions, allocations, census(now));
  }

  /** Names what failed in this process. */
  Failure named(AgentEvent.RawFailure raw) {
    List<String> names = new ArrayList<>();
    raw.callers().forEach(caller -> names.addAll(symbols.at(caller - 1 - bias)));
    return new Failure(raw.kind(), StackReading.callerOfRuntime(names), type(raw), raw.text());
  }

  private String type(AgentEvent.RawFailure raw) {
    if (raw.kind() == Failure.Kind.THROW) {
      return "";
    }
    return raw.type() == 0 ? "nil" : symbols.typeAt(raw.type() - bias).orElse("");
  }

  /** What the last round found. */
  ProfileRound lastRound() {
    return last;
  }

  /**
   * How many times a goroutine was found to have waited for another one for long, so far; empty
   * before the first census, and where goroutines cannot be counted.
   */
  OptionalLong stuck() {
    return last.census().isEmpty() ? OptionalLong.empty() : OptionalLong.of(stuck);
  }

  /** The process is observed no more; who was in a group is remembered, what it did is not. */
  void end() {
    stacks.clear();
    counters = Optional.empty();
    census = Optional.empty();
    last = ProfileRound.NOTHING;
  }

  private List<String> names(SampledStack stack) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < stack.depth(); i++) {
      names.addAll(symbols.at(stack.pc(i) - bias));
    }
    return names;
  }

  /** The last one goes on to count where none is due or none succeeds. */
  private Optional<ProfileRound.Census> census(long now) {
    if (now - nextCensus < 0) {
      return last.census();
    }
    try {
      if (census.isEmpty() && counters.isPresent()) {
        // A process that has only just begun has no list of goroutines yet: asked until it has.
        census = counters.get().census(System::nanoTime);
      }
      if (census.isEmpty()) {
        return last.census();
      }
      Goroutines goroutines = census.get().take();
      nextCensus = now + goroutines.nanos() * CENSUS_SHARE;
      return Optional.of(named(goroutines));
    } catch (TargetMemoryException e) {
      LOG.debug("process {}: goroutines were not counted: {}", pid, e.getMessage());
      return last.census();
    }
  }

  private ProfileRound.Census named(Goroutines goroutines) {
    Map<GoroutineCount.Place, GoroutineCount> places = new HashMap<>();
    for (Goroutines.Group group : goroutines.groups()) {
      List<String> start = symbols.at(group.start() - bias);
      if (start.isEmpty() || !Goroutines.isRuntimesOwn(start.get(start.size() - 1))) {
        stuck += group.stuck();
        places.merge(
            new GoroutineCount.Place(creator(group), group.state()),
            new GoroutineCount(group.count(), 0, group.blocked(), group.oldestNanos() / 1e9),
            GoroutineCount::plus);
      }
    }
    return new ProfileRound.Census(places, goroutines.stride());
  }

  /** The main goroutine was begun by the runtime. */
  private String creator(Goroutines.Group group) {
    List<String> names = group.creator() == 0 ? List.of() : symbols.at(group.creator() - 1 - bias);
    return names.isEmpty() ? StackReading.UNKNOWN : names.get(0);
  }
}
