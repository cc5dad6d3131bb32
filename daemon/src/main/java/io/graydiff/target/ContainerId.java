package io.graydiff.target;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a cgroup path tells about the container of a process. The paths are those of kubelet (both
 * its cgroupfs and its systemd driver), containerd, CRI-O, Docker and Podman.
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

  /** The container that any of these cgroup paths names. */
  static ContainerId of(List<String> cgroups) {
    Optional<String> pod = first(POD, cgroups).map(uid -> uid.replace('_', '-'));
    Optional<String> container = first(CONTAINER, cgroups);
    return pod.isEmpty() && container.isEmpty() ? NONE : new ContainerId(pod, container);
  }

  private static Optional<String> first(Pattern pattern, List<String> paths) {
    return paths.stream()
        .map(pattern::matcher)
        .filter(Matcher::find)
        .map(m -> m.group(1))
        .findFirst();
  }
}
