package io.graydiff.pods;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.graydiff.target.PodIndex;
import java.net.URI;

/** Asks for the pods of a node once. */
final class PodList {
  private PodList() {}

  static PodIndex of(Surroundings surroundings) throws PodDiscoveryException {
    String node = surroundings.node();
    try (KubernetesClient client = ClusterAccess.connect(surroundings)) {
      try {
        return KnownPods.of(
            client
                .pods()
                .inAnyNamespace()
                .withField("spec.nodeName", node)
                .list()
                .getItems()
                .stream()
                .map(PodReader::read)
                .toList());
      } catch (RuntimeException e) {
        URI api = URI.create(client.getMasterUrl().toString());
        throw ApiFailure.of(e, api, "pods of all namespaces");
      }
    }
  }
}
