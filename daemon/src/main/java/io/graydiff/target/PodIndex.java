package io.graydiff.target;

import java.util.Map;
import java.util.Optional;

/** The pods of this node. Implementations are safe for use by several threads and never wait. */
@FunctionalInterface
public interface PodIndex {
  /** Knows no pod. */
  PodIndex NONE = id -> Optional.empty();

  /**
   * The container of that id, as the Kubernetes API last described it; empty when it is not known.
   */
  Optional<Container> find(ContainerId id);

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

  /**
   * A container of a pod: an ordinary one, an init container, a sidecar or an ephemeral one.
   *
   * @param pod what it belongs to
   * @param name its name in the pod
   * @param isDefault whether kubectl would take it where none is named
   */
  record Container(Pod pod, String name, boolean isDefault) {

    /** {@code namespace/pod/container}. */
    @Override
    public String toString() {
      return pod.namespace() + '/' + pod.name() + '/' + name;
    }
  }
}
