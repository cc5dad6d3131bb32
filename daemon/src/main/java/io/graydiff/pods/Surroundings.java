package io.graydiff.pods;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What tells this process whether there is a cluster, and which node it is on.
 *
 * @param environment the environment variables
 * @param home the user's home, which may hold {@code .kube/config}
 * @param hostName a file with the host's name, usually {@code /proc/sys/kernel/hostname}
 */
record Surroundings(Map<String, String> environment, Path home, Path hostName) {
  static final String NODE_NAME = "NODE_NAME";

  static Surroundings ofProcess() {
    return new Surroundings(
        System.getenv(),
        Path.of(System.getProperty("user.home", "/")),
        Path.of("/proc/sys/kernel/hostname"));
  }

  /** Whether a kubeconfig file or the environment of a pod says where the Kubernetes API is. */
  boolean hasCluster() {
    List<Path> files = kubeconfigs();
    if (!files.isEmpty()) {
      return files.stream().anyMatch(Files::isReadable);
    }
    return value("KUBERNETES_SERVICE_HOST").isPresent()
        || Files.isReadable(home.resolve(".kube").resolve("config"));
  }

  /** The file that KUBECONFIG names, where it names but one. */
  Optional<Path> onlyKubeconfig() {
    return Optional.of(kubeconfigs()).filter(files -> files.size() == 1).map(files -> files.get(0));
  }

  private List<Path> kubeconfigs() {
    return value("KUBECONFIG").stream()
        .flatMap(files -> Arrays.stream(files.split(File.pathSeparator)))
        .map(Path::of)
        .toList();
  }

  /** The name under which the cluster knows this machine. */
  String node() throws PodDiscoveryException {
    Optional<String> given = value(NODE_NAME);
    if (given.isPresent()) {
      return given.get();
    }
    try {
      // The kubelet, too, takes the name of the host in lower case where it is told no other.
      return Files.readString(hostName).strip().toLowerCase(Locale.ROOT);
    } catch (IOException e) {
      throw new PodDiscoveryException(
          "the name of this node is not known; set " + NODE_NAME + " to it", e);
    }
  }

  boolean nodeIsGiven() {
    return value(NODE_NAME).isPresent();
  }

  private Optional<String> value(String variable) {
    return Optional.ofNullable(environment.get(variable)).filter(text -> !text.isBlank());
  }
}
