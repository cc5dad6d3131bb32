package io.graydiff.pods;

import io.graydiff.target.PodIndex.Container;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What matters of a pod.
 *
 * @param uids its uid in the API, and for a static pod the one in cgroup paths
 * @param containers all it consists of, init containers and ephemeral ones too
 * @param started those that were started, by their runtime's id
 */
record KnownPod(Set<String> uids, List<Container> containers, Map<String, Container> started) {
  KnownPod {
    uids = Set.copyOf(uids);
    containers = List.copyOf(containers);
    started = Map.copyOf(started);
  }

  /** Its container, if it has but one. */
  Optional<Container> only() {
    return containers.size() == 1 ? Optional.of(containers.get(0)) : Optional.empty();
  }
}
