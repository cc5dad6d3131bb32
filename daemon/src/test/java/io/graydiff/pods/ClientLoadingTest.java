package io.graydiff.pods;

import static org.assertj.core.api.Assertions.assertThat;

import io.graydiff.target.ContainerId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whoever selects no pods does not pay for the Kubernetes client. */
class ClientLoadingTest {

  @Test
  void noClassOfTheClientIsLoadedBeforeANamespaceIsAskedFor() throws Exception {
    Process java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:off",
                "-Xlog:class+load",
                "-cp",
                System.getProperty("java.class.path"),
                WithoutNamespace.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<String> loaded = java.inputReader().lines().toList();
    assertThat(java.waitFor()).isZero();
    assertThat(loaded).anyMatch(line -> line.contains("io.graydiff.pods.NodePods"));
    assertThat(loaded).noneMatch(line -> line.contains("io.fabric8"));
  }

  /** What an agent does whose selectors ask for no pod. */
  static final class WithoutNamespace {
    private WithoutNamespace() {}

    public static void main(String[] args) throws Exception {
      try (NodePods pods = NodePods.ofMachine(() -> {})) {
        pods.retain(Set.of());
        pods.watch(Set.of());
        pods.find(new ContainerId(Optional.empty(), Optional.of("a")));
        pods.staleness();
      }
    }
  }
}
