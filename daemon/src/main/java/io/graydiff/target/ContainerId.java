package io.graydiff.target;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a cgroup path tells about the container of a process. The paths are those of kubelet (both
 * its cgroupfs and its systemd driver), containerd, CRI-O, Docker and Podman. A reader in a cgroup
 * namespace of its own sees them relative to it, and then perhaps no pod but always the container.
 *
 * @param podUid uid of the pod, in the spelling of the Kubernetes API
 * @param containerId full id of the container
 */
public record ContainerId(Optional<String> podUid, Optional<String> containerId) {
  private static final ContainerId NONE = new ContainerId(Optional.empty(), Optional.empty());

  /** A uid, with underscores in systemd's names; or the 32 digits of a static pod. */
  private static final Pattern POD =
      Pattern.compile(
          "(?<![0-9a-zA-Z])pod("
              + "[0-9a-f]{8}([-_][0-9a-f]{4}){3}[-_][0-9a-f]{12}|[0-9a-f]{32})(?![0-9a-f])");

  private static final Pattern CONTAINER =
      Pattern.compile("(?<![0-9a-f])([0-9a-f]{64})(?![0-9a-f])");

  /**
   * The container that these cgroup paths name, the one that Kubernetes knows where containers are
   * nested: a node that is a container itself has its id before the pod, a container that runs
   * others has theirs after its own.
   */
  static ContainerId of(List<String> cgroups) {
    Optional<String> any = Optional.empty();
    for (String path : cgroups) {
      Matcher pod = POD.matcher(path);
      if (pod.find()) {
        return new ContainerId(
            Optional.of(pod.group(1).replace('_', '-')), container(path.substring(pod.end())));
      }
      if (any.isEmpty()) {
        any = container(path);
      }
    }
    return any.isEmpty() ? NONE : new ContainerId(Optional.empty(), any);
  }

  private static Optional<String> container(String path) {
    return CONTAINER.matcher(path).results().findFirst().map(found -> found.group(1));
  }
}
