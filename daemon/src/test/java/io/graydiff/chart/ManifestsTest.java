package io.graydiff.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import io.graydiff.app.config.ConfigReader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestsTest {
  @TempDir Path folder;

  @Test
  void theManifestsAreWhatTheChartRenders() throws Exception {
    assertThat(Manifests.AGENTS).hasContent(Manifests.agents());
    assertThat(Manifests.JUDGE).hasContent(Manifests.judge());
  }

  @Test
  void theNamespaceAllowsWhatThePodsNeed() throws Exception {
    String namespace = Files.readString(Manifests.AGENTS.resolveSibling("namespace.yaml"));
    assertThat(Manifest.parse(namespace).only(Namespace.class).getMetadata().getLabels())
        .containsEntry("pod-security.kubernetes.io/enforce", "privileged");
  }

  @Test
  void theAgentCanReadTheConfigurationThatTheChartWrites() throws Exception {
    Manifest manifest = Manifest.parse(Manifests.agents());
    String config = manifest.only(ConfigMap.class).getData().getOrDefault("graydiff.yaml", "");
    Path file = Files.writeString(folder.resolve("graydiff.yaml"), config);
    assertThat(ConfigReader.read(file).comparisons()).hasSize(1);
  }
}
