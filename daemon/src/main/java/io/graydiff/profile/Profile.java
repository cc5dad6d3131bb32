package io.graydiff.profile;

import java.util.List;

/**
 * The profile of a comparison: what functions and goroutines do, in both groups. For information;
 * no verdict depends on it. Immutable.
 *
 * @param baseline of the baseline
 * @param canary of the canary
 * @param classes CPU by class, in the order of {@link CpuClass}
 * @param functions functions by CPU, those whose share differs most first
 * @param allocations functions by bytes allocated, those whose share differs most first
 * @param goroutines by origin and state, those whose number differs most first
 * @param lost stacks that found the ring full, since the agent began
 */
public record Profile(
    GroupProfile baseline,
    GroupProfile canary,
    List<Share> classes,
    List<Share> functions,
    List<Share> allocations,
    List<GoroutineRow> goroutines,
    long lost) {
  /** Of a comparison in which nothing was sampled. */
  public static final Profile NONE =
      new Profile(
          GroupProfile.EMPTY, GroupProfile.EMPTY, List.of(), List.of(), List.of(), List.of(), 0);

  public Profile {
    classes = List.copyOf(classes);
    functions = List.copyOf(functions);
    allocations = List.copyOf(allocations);
    goroutines = List.copyOf(goroutines);
  }
}
