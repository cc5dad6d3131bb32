package io.graydiff.fleet;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What is compared over a fleet: the processes of one group that one agent observes, told apart by
 * the labels that Prometheus gave the agent.
 *
 * @param agent labels of the target, such as instance, job and node
 * @param canary whether of the canary
 */
record UnitKey(Map<String, String> agent, boolean canary) {
  private static final Set<String> OF_THE_METRIC =
      Set.of("__name__", "comparison", "signal", "group", "le", "go_version", "label", "value");

  UnitKey {
    agent = Map.copyOf(agent);
  }

  /** Whose series has these labels. */
  static UnitKey of(Map<String, String> labels) {
    return new UnitKey(agentOf(labels), "canary".equals(labels.get("group")));
  }

  /** The labels that are the target's, not the metric's. */
  static Map<String, String> agentOf(Map<String, String> labels) {
    Map<String, String> agent = new HashMap<>(labels);
    agent.keySet().removeAll(OF_THE_METRIC);
    return agent;
  }
}
