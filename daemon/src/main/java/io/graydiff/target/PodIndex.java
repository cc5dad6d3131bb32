package io.graydiff.target;

import java.util.Map;
import java.util.Optional;

/** The pods of this node by uid. Implementations are safe for use by several threads. */
public interface PodIndex {
  /** Knows no pod. */
  PodIndex NONE = uid -> Optional.empty();

  /** The pod of that uid, as the Kubernetes API last described it; empty when it is not known. */
  Optional<Pod> byUid(String uid);

  /**
   * What selectors ask of a pod.
   *
   * @param namespace its namespace
   * @param name its name
   * @param labels its labels, keys with their prefix, such as {@code app.kubernetes.io/name}
   */
  record Pod(String namespace, String name, Map<String, String> labels) {
    public Pod {
      labels = Map.copyOf(labels);
    }
  }
}
