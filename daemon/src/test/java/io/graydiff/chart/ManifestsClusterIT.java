package io.graydiff.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.graydiff.fixture.ApiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a real API server says of the manifests and of the chart: each object is applied there as a
 * dry run, where a field that its kind does not have is an error; and the chart is installed. Run
 * by {@code ./verify --cluster}.
 */
class ManifestsClusterIT {
  private static final ObjectMapper YAML = new YAMLMapper();
  private static final String NAMESPACE = "graydiff";

  /** Everything that the server's version has, and the objects of operators, which it has not. */
  private static final String WITH_EVERYTHING =
      """
      config:
        comparisons:
          - name: checkout
            baseline: k8s=shop/app=checkout/track=stable
            canary: k8s=shop/app=checkout/track=canary
      state: {hostPath: /var/lib/graydiff}
      image: {repository: images.example.com/graydiff, tag: v1}
      imagePullSecrets: [{name: pull}]
      extraArgs: [--verbose]
      javaOptions: -Xmx128m
      extraEnv: [{name: ZONE, value: eu}]
      affinity:
        nodeAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            nodeSelectorTerms: [{matchExpressions: [{key: kubernetes.io/arch, operator: Exists}]}]
      priorityClassName: system-node-critical
      podAnnotations: {a.example.com/b: c}
      podLabels: {team: go}
      networkPolicy: {from: [{namespaceSelector: {}}]}
      serviceMonitor: {enabled: true}
      podMonitor: {enabled: true}
      prometheusRule: {enabled: true}
      dashboards: {enabled: true}
      fleetJudge:
        enabled: true
        httpConfigSecret: prometheus-access
        extraArgs: ['--match=cluster="eu"']
        extraEnv: [{name: ZONE, value: eu}]
        tolerations: [{operator: Exists}]
        affinity:
          nodeAffinity:
            requiredDuringSchedulingIgnoredDuringExecution:
              nodeSelectorTerms: [{matchExpressions: [{key: kubernetes.io/arch, operator: Exists}]}]
        priorityClassName: system-cluster-critical
      """;

  @TempDir private static Path folder;
  private static ApiServer server;
  private static KubernetesClient admin;

  @BeforeAll
  static void startCluster() throws Exception {
    server = new ApiServer(folder, List.of());
    admin = server.client(ApiServer.ADMIN);
    admin
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
        .create();
  }

  @AfterAll
  static void stopCluster() throws Exception {
    admin.close();
    server.close();
  }

  @Test
  void theServerAcceptsEveryPlainManifest() throws Exception {
    List<String> applied = new ArrayList<>();
    for (String file : List.of("namespace.yaml", "graydiff.yaml", "fleet-judge.yaml")) {
      Path path = Chart.ROOT.resolve("deploy/kubernetes").resolve(file);
      applied.addAll(dryRun(Files.readString(path)));
    }
    assertThat(applied)
        .contains(
            "Namespace",
            "DaemonSet",
            "ConfigMap",
            "ClusterRole",
            "ClusterRoleBinding",
            "Deployment")
        .doesNotContain("ServiceMonitor");
  }

  @Test
  void theServerAcceptsWhatTheChartRendersForItsOwnValuesAndForAll() throws Exception {
    assertThat(dryRun(Chart.render())).contains("DaemonSet", "NetworkPolicy", "Service");
    assertThat(dryRun(Chart.render(WITH_EVERYTHING)))
        .contains("DaemonSet", "NetworkPolicy", "ClusterRole", "ConfigMap", "ServiceAccount")
        .contains("Deployment");
  }

  @Test
  void theServerRefusesAFieldThatThereIsNot() {
    assertThatThrownBy(() -> dryRun(Chart.render().replace("hostPID: true", "hostPid: true")))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("hostPid");
  }

  @Test
  void helmInstallsUpgradesAndUninstallsIt() throws Exception {
    Path kubeconfig = server.kubeconfig(ApiServer.ADMIN);
    String namespace = "by-helm";
    Chart.install(kubeconfig, namespace);
    var daemonSet = admin.apps().daemonSets().inNamespace(namespace).withName("graydiff");
    assertThat(daemonSet.get().getSpec().getTemplate().getSpec().getHostPID()).isTrue();
    Path values = folder.resolve("values.yaml");
    String more = "rbac: {create: true}\nfleetJudge: {enabled: true}\n";
    Chart.upgrade(kubeconfig, namespace, Files.writeString(values, more));
    assertThat(left(namespace)).contains("ClusterRole", "ClusterRoleBinding", "Deployment");
    Chart.upgrade(kubeconfig, namespace, Files.writeString(values, "port: 9000\n"));
    assertThat(left(namespace)).doesNotContain("ClusterRole", "ClusterRoleBinding", "Deployment");
    assertThat(daemonSet.get().getSpec().getTemplate().getSpec().getContainers().get(0).getPorts())
        .singleElement()
        .satisfies(port -> assertThat(port.getContainerPort()).isEqualTo(9000));
    Chart.uninstall(kubeconfig, namespace);
    assertThat(left(namespace)).isEmpty();
  }

  /** The kinds of objects there that belong to the release, or to Helm's record of it. */
  private static List<String> left(String namespace) {
    return Stream.of(
            admin.apps().daemonSets().inNamespace(namespace),
            admin.apps().deployments().inNamespace(namespace),
            admin.configMaps().inNamespace(namespace),
            admin.services().inNamespace(namespace),
            admin.serviceAccounts().inNamespace(namespace),
            admin.network().networkPolicies().inNamespace(namespace),
            admin.secrets().inNamespace(namespace),
            admin.rbac().clusterRoles(),
            admin.rbac().clusterRoleBindings())
        .flatMap(
            kind ->
                kind.list().getItems().stream()
                    .filter(ManifestsClusterIT::belongsToTheRelease)
                    .map(HasMetadata::getKind))
        .distinct()
        .toList();
  }

  private static boolean belongsToTheRelease(HasMetadata object) {
    Map<String, String> labels =
        Objects.requireNonNullElse(object.getMetadata().getLabels(), Map.of());
    return "graydiff".equals(labels.get("app.kubernetes.io/instance"))
        || "helm".equals(labels.get("owner"));
  }

  /** Applies each document but those of the Prometheus operator; returns their kinds. */
  private static List<String> dryRun(String manifest) throws IOException {
    List<String> kinds = new ArrayList<>();
    try (var documents =
        YAML.readerFor(GenericKubernetesResource.class)
            .<GenericKubernetesResource>readValues(manifest)) {
      while (documents.hasNextValue()) {
        GenericKubernetesResource object = documents.nextValue();
        if (object != null && !object.getApiVersion().startsWith("monitoring.coreos.com/")) {
          admin
              .resource(object)
              .patch(
                  new PatchContext.Builder()
                      .withPatchType(PatchType.SERVER_SIDE_APPLY)
                      .withFieldManager("graydiff")
                      .withDryRun(List.of("All"))
                      .build());
          kinds.add(object.getKind());
        }
      }
    }
    return kinds;
  }
}
