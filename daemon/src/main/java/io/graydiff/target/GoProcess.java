package io.graydiff.target;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A running Go program.
 *
 * @param pid process id in the pid namespace of this agent
 * @param startTicks start time in clock ticks since boot, from /proc/PID/stat: with the pid it
 *     names a process for good
 * @param exe path of the executable as the process sees it, without the kernel's " (deleted)"
 * @param binary the file behind that path, which may have been deleted or replaced since
 * @param build what the binary says of itself
 * @param cmdline arguments, joined by spaces
 * @param cgroups the distinct cgroup paths of all hierarchies, in the order of /proc/PID/cgroup
 */
public record GoProcess(
    int pid,
    long startTicks,
    String exe,
    BinaryId binary,
    GoBuild build,
    String cmdline,
    List<String> cgroups) {

  public GoProcess {
    cgroups = List.copyOf(cgroups);
  }

  /** Whether this is the same process running the same binary. */
  public boolean isSameRun(GoProcess other) {
    return pid == other.pid && startTicks == other.startTicks && binary.equals(other.binary);
  }

  /** The container or pod, where the cgroup paths tell. */
  public ContainerId container() {
    return ContainerId.of(cgroups);
  }

  /** The cgroup that says most: the longest path. */
  public Optional<String> cgroup() {
    return cgroups.stream().reduce((a, b) -> b.length() > a.length() ? b : a);
  }

  /** Opens the executable itself, through deletion, replacement and mount namespaces. */
  public Path executable() {
    return Path.of("/proc", Integer.toString(pid), "exe");
  }
}
