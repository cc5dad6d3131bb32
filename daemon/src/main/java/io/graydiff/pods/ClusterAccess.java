package io.graydiff.pods;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;

/**
 * How the Kubernetes API is reached: as kubectl does, by a kubeconfig file or the service account
 * of the pod. Requests are tried once and end within seconds: whoever needs them again tries again.
 */
final class ClusterAccess {
  private static final int CONNECT_MILLIS = 5_000;
  private static final int REQUEST_MILLIS = 10_000;

  private ClusterAccess() {}

  static KubernetesClient connect(Surroundings surroundings) {
    Config found =
        surroundings
            .onlyKubeconfig()
            .map(file -> Config.fromKubeconfig(file.toFile()))
            .orElseGet(() -> Config.autoConfigure(null));
    Config config =
        new ConfigBuilder(found)
            .withConnectionTimeout(CONNECT_MILLIS)
            .withRequestTimeout(REQUEST_MILLIS)
            .withRequestRetryBackoffLimit(0)
            .withUserAgent("graydiff")
            .build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }
}
