package io.graydiff.collect;

import io.graydiff.profile.CpuClass;
import io.graydiff.profile.GoroutineCount;
import io.graydiff.profile.SampledBytes;
import java.util.Map;
import java.util.Optional;

/**
 * What one process did since the round before, and where its goroutines are now.
 *
 * @param classes CPU samples by class
 * @param functions CPU samples by function
 * @param allocations sampled allocations by function
 * @param census empty when there was none
 */
record ProfileRound(
    Map<CpuClass, Long> classes,
    Map<String, Long> functions,
    Map<String, SampledBytes> allocations,
    Optional<Census> census) {
  static final ProfileRound NOTHING =
      new ProfileRound(Map.of(), Map.of(), Map.of(), Optional.empty());

  /**
   * Goroutines, the runtime's own left out.
   *
   * @param goroutines by origin and state
   * @param stride one in so many was looked at
   */
  record Census(Map<GoroutineCount.Place, GoroutineCount> goroutines, int stride) {}
}
