package io.graydiff.collect;

import io.graydiff.probe.AttachPlan;
import io.graydiff.target.GoProcess;
import java.util.List;

/**
 * A process that the kernel's programs count. Immutable.
 *
 * @param process who it is
 * @param population under which it is counted
 * @param plan what can be measured in its binary
 * @param waitReasons names of park reasons, by the number that its Go version gives them
 * @param stopReasons names of stop-the-world reasons, likewise
 */
public record Observation(
    GoProcess process,
    int population,
    AttachPlan plan,
    List<String> waitReasons,
    List<String> stopReasons) {

  /** The name of a park reason; a number that its Go version does not know keeps the number. */
  public String waitReason(int number) {
    return name(waitReasons, number);
  }

  /** The name of a stop-the-world reason. */
  public String stopReason(int number) {
    return name(stopReasons, number);
  }

  private static String name(List<String> names, int number) {
    return number < names.size() && !names.get(number).isEmpty()
        ? names.get(number)
        : "reason " + number;
  }
}
