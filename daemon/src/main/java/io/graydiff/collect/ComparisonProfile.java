package io.graydiff.collect;

import io.graydiff.profile.CpuClass;
import io.graydiff.profile.GoroutineCount;
import io.graydiff.profile.GroupProfile;
import io.graydiff.profile.SampledBytes;
import io.graydiff.target.GroupRole;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * Adds up what the members of one comparison did, round by round. Written by the collector's
 * thread; {@link #newest} is for any.
 */
public final class ComparisonProfile {
  /** Functions that are told apart; what others did is added up. */
  private static final int MOST_FUNCTIONS = 2000;

  private static final String OTHERS = "[others]";

  /**
   * The profiles of both groups at one moment.
   *
   * @param lost stacks that found no room, since the agent began
   */
  public record Newest(GroupProfile baseline, GroupProfile canary, long lost) {
    static final Newest NOTHING = new Newest(GroupProfile.EMPTY, GroupProfile.EMPTY, 0);
  }

  private static final class Sums {
    final Map<CpuClass, Long> classes = new EnumMap<>(CpuClass.class);
    final Map<String, Long> functions = new HashMap<>();
    final Map<String, SampledBytes> allocations = new HashMap<>();
  }

  private final Map<GroupRole, Sums> sums =
      new EnumMap<>(Map.of(GroupRole.BASELINE, new Sums(), GroupRole.CANARY, new Sums()));
  private volatile Newest newest = Newest.NOTHING;

  /** What is known now. For any thread. */
  public Newest newest() {
    return newest;
  }

  /**
   * Adds the last round of each member.
   *
   * @param allocationSeconds for how long allocations were sampled so far
   * @param lost stacks that found no room, since the agent began
   */
  void add(Collection<Member> members, double allocationSeconds, long lost) {
    for (Member member : members) {
      Sums group = sums.get(member.role());
      if (group != null && member.takesRound()) {
        ProfileRound round = member.observation().profile().lastRound();
        round.classes().forEach((type, n) -> group.classes.merge(type, n, Long::sum));
        round
            .functions()
            .forEach((f, n) -> group.functions.merge(key(group.functions, f), n, Long::sum));
        round
            .allocations()
            .forEach(
                (f, n) ->
                    group.allocations.merge(key(group.allocations, f), n, SampledBytes::plus));
      }
    }
    newest =
        new Newest(
            group(GroupRole.BASELINE, members, allocationSeconds),
            group(GroupRole.CANARY, members, allocationSeconds),
            lost);
  }

  private static String key(Map<String, ?> known, String function) {
    return known.size() < MOST_FUNCTIONS || known.containsKey(function) ? function : OTHERS;
  }

  private GroupProfile group(GroupRole role, Collection<Member> members, double seconds) {
    Map<GoroutineCount.Place, GoroutineCount> goroutines = new HashMap<>();
    int counted = 0;
    int stride = 1;
    for (Member member : members) {
      if (member.role() == role && member.goroutines().isPresent()) {
        ProfileRound.Census census = member.goroutines().get();
        counted++;
        stride = Math.max(stride, census.stride());
        census.goroutines().forEach((place, n) -> goroutines.merge(place, n, GoroutineCount::plus));
      }
    }
    Sums group = sums.getOrDefault(role, new Sums());
    return new GroupProfile(
        group.classes,
        group.functions,
        group.allocations,
        seconds,
        goroutines,
        counted,
        stride,
        Double.NaN);
  }
}
