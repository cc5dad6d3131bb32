package io.graydiff.pods;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A real cgroup with the name that a kubelet and its runtime give that of a container. */
final class PodCgroup implements AutoCloseable {
  private final Path mount;
  private final Path container;

  /**
   * Makes the cgroup in the first hierarchy that this machine has mounted.
   *
   * @param path below the mount, such as {@code kubepods/burstable/podUID/ID}
   */
  PodCgroup(String path) throws IOException {
    mount = mount();
    container = Files.createDirectories(mount.resolve(path));
  }

  private static Path mount() throws IOException {
    Path cgroups = Path.of("/sys/fs/cgroup");
    for (Path hierarchy :
        new Path[] {cgroups.resolve("unified"), cgroups, cgroups.resolve("pids")}) {
      if (Files.exists(hierarchy.resolve("cgroup.procs"))) {
        return hierarchy;
      }
    }
    throw new IOException("no cgroup hierarchy is mounted below " + cgroups);
  }

  /** Moves a process into it. */
  void add(long pid) throws IOException {
    Files.writeString(container.resolve("cgroup.procs"), Long.toString(pid));
  }

  /** Removes it; processes that are still in it go where this one is. */
  @Override
  public void close() throws IOException {
    for (String pid : Files.readAllLines(container.resolve("cgroup.procs"))) {
      Files.writeString(mount.resolve("cgroup.procs"), pid);
    }
    for (Path path = container; path != null && !path.equals(mount); path = path.getParent()) {
      try {
        Files.delete(path);
      } catch (IOException notEmpty) {
        return;
      }
    }
  }
}
