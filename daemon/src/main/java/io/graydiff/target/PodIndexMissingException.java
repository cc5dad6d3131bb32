package io.graydiff.target;

/** A {@code k8s=} selector where nothing can tell the labels of pods. */
public final class PodIndexMissingException extends TargetException {
  private static final long serialVersionUID = 1L;

  PodIndexMissingException(Selector selector) {
    super(
        "k8s selectors need the Kubernetes API, and this run has no access to it; replace '"
            + selector
            + "', for example by cgroup=, module= or revision=");
  }
}
