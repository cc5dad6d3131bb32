package io.graydiff.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SurroundingsTest {
  @TempDir private Path home;

  @Test
  void aPodTellsWhereTheClusterIsByItsEnvironment() {
    assertThat(with(Map.of()).hasCluster()).isFalse();
    assertThat(with(Map.of("KUBERNETES_SERVICE_HOST", "10.96.0.1")).hasCluster()).isTrue();
  }

  @Test
  void aKubeconfigFileHasToBeThere() throws IOException {
    Path file = Files.createFile(home.resolve("cluster"));
    String absent = home.resolve("absent").toString();
    assertThat(with(Map.of("KUBECONFIG", file.toString())).hasCluster()).isTrue();
    assertThat(with(Map.of("KUBECONFIG", absent + ":" + file)).hasCluster()).isTrue();
    assertThat(with(Map.of("KUBECONFIG", absent)).hasCluster()).isFalse();
    assertThat(with(Map.of("KUBECONFIG", "")).hasCluster()).isFalse();
  }

  @Test
  void theFileOfTheHomeFolderIsTaken() throws IOException {
    Files.createFile(Files.createDirectory(home.resolve(".kube")).resolve("config"));
    assertThat(with(Map.of()).hasCluster()).isTrue();
  }

  @Test
  void theNodeIsWhatTheEnvironmentSaysOrElseTheHost() throws Exception {
    Files.writeString(home.resolve("hostname"), "Worker-1\n");
    assertThat(with(Map.of("NODE_NAME", "ip-10-0-0-1")).node()).isEqualTo("ip-10-0-0-1");
    assertThat(with(Map.of()).node()).isEqualTo("worker-1");
    assertThat(with(Map.of("NODE_NAME", " ")).nodeIsGiven()).isFalse();
  }

  @Test
  void selectorsOfPodsWithoutAClusterAreRefusedInOneLine() {
    try (NodePods pods = new NodePods(with(Map.of()), () -> {})) {
      assertThatThrownBy(() -> pods.watch(Set.of("shop")))
          .isInstanceOf(PodDiscoveryException.class)
          .hasMessageStartingWith("k8s selectors need the Kubernetes API")
          .hasMessageContaining("set KUBECONFIG");
    }
  }

  @Test
  void aServerThatDoesNotAnswerIsNamed() throws Exception {
    Path file =
        Files.writeString(
            home.resolve("cluster"),
            """
            apiVersion: v1
            kind: Config
            current-context: a
            contexts: [{name: a, context: {cluster: a, user: a}}]
            users: [{name: a, user: {token: a}}]
            clusters: [{name: a, cluster: {server: "http://127.0.0.1:1"}}]
            """);
    Map<String, String> environment = Map.of("KUBECONFIG", file.toString(), "NODE_NAME", "a");
    try (NodePods pods = new NodePods(with(environment), () -> {})) {
      assertThatThrownBy(() -> pods.watch(Set.of("shop")))
          .isInstanceOf(PodDiscoveryException.class)
          .hasMessage(
              "the Kubernetes API at http://127.0.0.1:1/ cannot be reached: connection refused; see"
                  + " docs/kubernetes.md");
    }
  }

  private Surroundings with(Map<String, String> environment) {
    return new Surroundings(environment, home, home.resolve("hostname"));
  }
}
