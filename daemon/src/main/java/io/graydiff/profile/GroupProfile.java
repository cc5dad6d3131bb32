package io.graydiff.profile;

import java.util.Map;

/**
 * What is known of one group since the beginning of a comparison. Immutable.
 *
 * @param classes CPU samples by class
 * @param functions CPU samples by the function that was running
 * @param allocations sampled allocations by the function of the program that made them
 * @param allocationSeconds for how long allocations were sampled
 * @param goroutines those that live now, by origin and state; the runtime's own are left out
 * @param counted how many processes the last census of goroutines covers
 * @param stride one goroutine in so many was looked at, in the process where most were left out
 * @param requestsPerSecond that the group serves; NaN where that is not known
 */
public record GroupProfile(
    Map<CpuClass, Long> classes,
    Map<String, Long> functions,
    Map<String, SampledBytes> allocations,
    double allocationSeconds,
    Map<GoroutineCount.Place, GoroutineCount> goroutines,
    int counted,
    int stride,
    double requestsPerSecond) {
  /** Of a group of which nothing was seen. */
  public static final GroupProfile EMPTY =
      new GroupProfile(Map.of(), Map.of(), Map.of(), 0, Map.of(), 0, 1, Double.NaN);

  public GroupProfile {
    classes = Map.copyOf(classes);
    functions = Map.copyOf(functions);
    allocations = Map.copyOf(allocations);
    goroutines = Map.copyOf(goroutines);
  }

  /** The same of a group that serves so many requests a second; 0 where none were seen. */
  public GroupProfile serving(double requests) {
    double known = requests > 0 ? requests : Double.NaN;
    return new GroupProfile(
        classes, functions, allocations, allocationSeconds, goroutines, counted, stride, known);
  }

  /** All CPU samples. */
  public long samples() {
    return classes.values().stream().mapToLong(Long::longValue).sum();
  }

  /** All sampled allocations. */
  public SampledBytes allocated() {
    return allocations.values().stream().reduce(SampledBytes.NONE, SampledBytes::plus);
  }

  /** Goroutines that have waited for another one for ten seconds or longer. */
  public long blocked() {
    return goroutines.values().stream().mapToLong(GoroutineCount::blocked).sum();
  }

  /** For how long the goroutine that waits longest has not run, in seconds; 0: there is none. */
  public double oldestSeconds() {
    return goroutines.values().stream().mapToDouble(GoroutineCount::oldestSeconds).max().orElse(0);
  }
}
