package io.graydiff.chart;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The objects of a manifest, read strictly: a field that the Kubernetes API does not have is an
 * error.
 *
 * @param objects in their order
 */
record Manifest(List<HasMetadata> objects) {
  private static final Map<String, Class<? extends HasMetadata>> KINDS =
      Stream.of(
              ClusterRole.class,
              ClusterRoleBinding.class,
              ConfigMap.class,
              DaemonSet.class,
              Deployment.class,
              Namespace.class,
              NetworkPolicy.class,
              PodMonitor.class,
              PrometheusRule.class,
              Service.class,
              ServiceAccount.class,
              ServiceMonitor.class)
          .collect(Collectors.toMap(Class::getSimpleName, Function.identity()));

  private static final ObjectMapper PLAIN = new YAMLMapper();

  /** The model keeps unknown fields in a map of its own, unless that is hidden from Jackson. */
  private static final ObjectMapper STRICT =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .setAnnotationIntrospector(
              new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1L;

                @Override
                public Boolean hasAnySetter(Annotated member) {
                  return false;
                }
              });

  /**
   * Reads YAML documents; empty ones are left out.
   *
   * @throws IOException when a document is no object of a known kind, or has an unknown field
   */
  static Manifest parse(String yaml) throws IOException {
    List<HasMetadata> objects = new ArrayList<>();
    try (var documents = PLAIN.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
      while (documents.hasNext()) {
        JsonNode document = documents.next();
        if (document.isObject()) {
          objects.add(read(document));
        }
      }
    }
    return new Manifest(objects);
  }

  private static HasMetadata read(JsonNode document) throws IOException {
    String kind = document.path("kind").asText();
    Class<? extends HasMetadata> type = KINDS.get(kind);
    if (type == null) {
      throw new IOException("no kind that the chart has: " + kind);
    }
    HasMetadata object = STRICT.treeToValue(document, type);
    String version = HasMetadata.getApiVersion(type);
    if (!version.equals(document.path("apiVersion").asText())) {
      throw new IOException(kind + " is not of " + version);
    }
    return object;
  }

  /** Kinds and names, such as {@code Service/graydiff}. */
  List<String> names() {
    return objects.stream()
        .map(object -> object.getKind() + "/" + object.getMetadata().getName())
        .toList();
  }

  /** Every object of a kind. */
  <T extends HasMetadata> List<T> all(Class<T> type) {
    return objects.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** The object of a kind and a name. */
  <T extends HasMetadata> T named(Class<T> type, String name) {
    return new Manifest(
            objects.stream().filter(o -> o.getMetadata().getName().equals(name)).toList())
        .only(type);
  }

  /** The object of a kind that there is one of. */
  <T extends HasMetadata> T only(Class<T> type) {
    List<T> found = all(type);
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " objects of kind " + type.getSimpleName());
    }
    return found.get(0);
  }
}
