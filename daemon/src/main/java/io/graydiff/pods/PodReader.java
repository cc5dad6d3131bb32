package io.graydiff.pods;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.EphemeralContainer;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.graydiff.target.PodIndex;
import io.graydiff.target.PodIndex.Container;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads what matters out of a pod as the Kubernetes API describes it. */
final class PodReader {
  /** Names the container that kubectl logs and kubectl exec take. */
  private static final String DEFAULT_CONTAINER = "kubectl.kubernetes.io/default-container";

  /** On the mirror of a static pod: the uid under which the kubelet runs it. */
  private static final String STATIC_UID = "kubernetes.io/config.hash";

  private PodReader() {}

  static KnownPod read(Pod pod) {
    ObjectMeta meta = pod.getMetadata();
    Map<String, String> annotations = orEmpty(meta.getAnnotations());
    PodIndex.Pod described =
        new PodIndex.Pod(meta.getNamespace(), meta.getName(), orEmpty(meta.getLabels()));
    Map<String, Container> byName = containers(described, pod.getSpec(), annotations);
    Set<String> uids = new HashSet<>(Set.of(meta.getUid()));
    Optional.ofNullable(annotations.get(STATIC_UID)).ifPresent(uids::add);
    return new KnownPod(uids, List.copyOf(byName.values()), started(byName, pod));
  }

  private static Map<String, Container> containers(
      PodIndex.Pod pod, PodSpec spec, Map<String, String> annotations) {
    List<String> ordinary = spec.getContainers().stream().map(c -> c.getName()).toList();
    List<String> all =
        Stream.of(
                ordinary.stream(),
                spec.getInitContainers().stream().map(c -> c.getName()),
                spec.getEphemeralContainers().stream().map(EphemeralContainer::getName))
            .flatMap(names -> names)
            .toList();
    String preferred =
        Optional.ofNullable(annotations.get(DEFAULT_CONTAINER))
            .filter(all::contains)
            .orElse(ordinary.get(0));
    Map<String, Container> byName = new LinkedHashMap<>();
    all.forEach(name -> byName.put(name, new Container(pod, name, name.equals(preferred))));
    return byName;
  }

  private static Map<String, Container> started(Map<String, Container> byName, Pod pod) {
    Map<String, Container> started = new HashMap<>();
    if (pod.getStatus() == null) {
      return started;
    }
    Stream.of(
            pod.getStatus().getContainerStatuses(),
            pod.getStatus().getInitContainerStatuses(),
            pod.getStatus().getEphemeralContainerStatuses())
        .flatMap(List::stream)
        .filter(status -> status.getContainerID() != null && byName.containsKey(status.getName()))
        .forEach(status -> started.put(id(status), byName.get(status.getName())));
    return started;
  }

  /** Written {@code containerd://ID}. */
  private static String id(ContainerStatus status) {
    String id = status.getContainerID();
    return id.substring(id.lastIndexOf('/') + 1);
  }

  private static Map<String, String> orEmpty(Map<String, String> map) {
    return map == null ? Map.of() : map;
  }
}
