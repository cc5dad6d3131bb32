package io.graydiff.collect;

import io.graydiff.gobinary.BuildFacts;
import io.graydiff.goruntime.GoLayout;
import io.graydiff.goruntime.RuntimeCounters;
import io.graydiff.probe.AttachPlan;
import io.graydiff.signal.Signal;
import io.graydiff.target.GoProcess;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A process that the kernel's programs count.
 *
 * @param process who it is
 * @param population under which it is counted
 * @param plan what can be measured in its binary
 * @param build how its binary was built
 * @param layout what is known of its Go version; empty for an unknown one
 * @param runtime the counters that its Go runtime keeps, for the collector's thread; empty where
 *     they cannot be found
 * @param readsWaits whether waits to run are among them, so that no probe has to time them
 * @param profile what its functions and goroutines do, for the collector's thread
 * @param floors what its probes add to short spans, and the programs take off again
 */
public record Observation(
    GoProcess process,
    int population,
    AttachPlan plan,
    BuildFacts build,
    Optional<GoLayout> layout,
    Optional<RuntimeCounters> runtime,
    boolean readsWaits,
    ProcessProfile profile,
    Map<Signal, SpanFloor> floors) {

  /** What the kernel's programs find out where the Go version has no reasons, named as later. */
  private static final List<String> REASONS_TOLD_FROM_ORDER =
      List.of("unknown", "GC mark termination", "GC sweep termination");

  /** The name of a park reason; a number that its Go version does not know keeps the number. */
  public String waitReason(int number) {
    return name(layout.map(GoLayout::waitReasons).orElse(List.of()), number);
  }

  /** The name of a stop-the-world reason. */
  public String stopReason(int number) {
    List<String> names = layout.map(GoLayout::stwReasons).orElse(List.of());
    return name(names.isEmpty() && layout.isPresent() ? REASONS_TOLD_FROM_ORDER : names, number);
  }

  private static String name(List<String> names, int number) {
    return number < names.size() && !names.get(number).isEmpty()
        ? names.get(number)
        : "reason " + number;
  }
}
