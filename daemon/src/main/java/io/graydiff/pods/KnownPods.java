package io.graydiff.pods;

import io.graydiff.target.ContainerId;
import io.graydiff.target.PodIndex;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The pods that were known at one moment. Immutable.
 *
 * @param pods all of them
 * @param byContainer the containers that were started, by their runtime's id
 * @param byUid the pods by uid
 */
record KnownPods(
    Set<KnownPod> pods, Map<String, Container> byContainer, Map<String, KnownPod> byUid)
    implements PodIndex {
  static final KnownPods NONE = of(Set.of());

  static KnownPods of(Collection<KnownPod> pods) {
    Map<String, Container> byContainer = new HashMap<>();
    Map<String, KnownPod> byUid = new HashMap<>();
    for (KnownPod pod : pods) {
      byContainer.putAll(pod.started());
      pod.uids().forEach(uid -> byUid.put(uid, pod));
    }
    return new KnownPods(Set.copyOf(pods), Map.copyOf(byContainer), Map.copyOf(byUid));
  }

  /**
   * By the container's id; where the kubelet has not reported that, by the pod's uid, if the pod
   * has but one container.
   */
  @Override
  public Optional<Container> find(ContainerId id) {
    return id.containerId()
        .flatMap(container -> Optional.ofNullable(byContainer.get(container)))
        .or(() -> id.podUid().flatMap(this::onlyContainer));
  }

  private Optional<Container> onlyContainer(String uid) {
    return Optional.ofNullable(byUid.get(uid)).flatMap(KnownPod::only);
  }
}
