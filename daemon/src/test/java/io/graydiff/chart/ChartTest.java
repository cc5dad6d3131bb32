package io.graydiff.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.LintResult;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import io.graydiff.app.CommandModel;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChartTest {
  private static final String WITH_PODS =
      """
      config:
        comparisons:
          - name: checkout
            baseline: k8s=shop/app=checkout/track=stable
            canary: ["module=example.com/checkout,k8s=shop/app=checkout/track=canary"]
      """;

  /** Everything that can be switched on, and most of what can be set. */
  static final String WITH_EVERYTHING =
      WITH_PODS
          + """
          state: {hostPath: /var/lib/graydiff}
          image: {repository: images.example.com/graydiff, tag: v1}
          imagePullSecrets: [{name: pull}]
          extraArgs: [--verbose, "--alpha=0.02"]
          javaOptions: -Xmx128m
          extraEnv: [{name: ZONE, value: eu}]
          appArmorProfile: {type: Unconfined}
          affinity: {nodeAffinity: {}}
          priorityClassName: system-node-critical
          podAnnotations: {a.example.com/b: c}
          podLabels: {team: go}
          serviceAccount: {annotations: {a.example.com/b: c}}
          service: {annotations: {a.example.com/b: c}}
          networkPolicy: {from: [{namespaceSelector: {}}]}
          serviceMonitor: {enabled: true, labels: {release: prometheus}}
          podMonitor: {enabled: true, labels: {release: prometheus}}
          prometheusRule: {enabled: true, labels: {release: prometheus}}
          dashboards: {enabled: true}
          fleetJudge:
            enabled: true
            httpConfigSecret: prometheus-access
            extraArgs: ['--match=cluster="eu"']
            extraEnv: [{name: ZONE, value: eu}]
            tolerations: [{operator: Exists}]
            affinity: {nodeAffinity: {}}
            priorityClassName: system-cluster-critical
          """;

  @Test
  void helmFindsNothingToMind() {
    LintResult lint = Chart.lint();
    assertThat(lint.isFailed()).as(lint.getMessages().toString()).isFalse();
  }

  @Test
  void withoutValuesItInstallsNoMoreThanTheAgentNeeds() throws Exception {
    assertThat(Manifest.parse(Chart.render()).names())
        .containsExactlyInAnyOrder(
            "NetworkPolicy/graydiff",
            "ServiceAccount/graydiff",
            "ConfigMap/graydiff",
            "Service/graydiff",
            "DaemonSet/graydiff");
  }

  @Test
  void everyObjectIsOneOfTheKubernetesApiWhateverIsSwitchedOn() throws Exception {
    Manifest manifest = Manifest.parse(Chart.render(WITH_EVERYTHING));
    assertThat(manifest.objects())
        .allSatisfy(
            object ->
                assertThat(object.getMetadata().getLabels())
                    .containsEntry("app.kubernetes.io/instance", "graydiff"));
    assertThat(manifest.names()).doesNotHaveDuplicates();
    assertThat(manifest.all(ServiceMonitor.class))
        .hasSize(2)
        .allSatisfy(
            m -> assertThat(m.getMetadata().getLabels()).containsEntry("release", "prometheus"));
    assertThat(manifest.all(PodMonitor.class))
        .hasSize(2)
        .flatExtracting(m -> m.getSpec().getPodMetricsEndpoints())
        .allSatisfy(endpoint -> assertThat(endpoint.getPort()).isEqualTo("http"));
  }

  @Test
  void theFleetJudgeJudgesWhatIsConfiguredWithNoRightAtAll() throws Exception {
    Manifest manifest = Manifest.parse(Chart.render(WITH_EVERYTHING));
    Deployment judge = manifest.named(Deployment.class, "graydiff-fleet-judge");
    PodSpec pod = judge.getSpec().getTemplate().getSpec();
    assertThat(pod.getHostPID()).isNull();
    assertThat(pod.getAutomountServiceAccountToken()).isFalse();
    assertThat(pod.getPriorityClassName()).isEqualTo("system-cluster-critical");
    assertThat(pod.getVolumes())
        .singleElement()
        .satisfies(v -> assertThat(v.getSecret().getSecretName()).isEqualTo("prometheus-access"));
    Container container = pod.getContainers().get(0);
    SecurityContext security = container.getSecurityContext();
    assertThat(security.getRunAsNonRoot()).isTrue();
    assertThat(security.getReadOnlyRootFilesystem()).isTrue();
    assertThat(security.getAllowPrivilegeEscalation()).isFalse();
    assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
    assertThat(security.getCapabilities().getAdd()).isEmpty();
    assertThat(container.getArgs())
        .contains("--comparison=checkout", "--listen=:9478", "--match=cluster=\"eu\"")
        .contains("--http.config.file=/etc/graydiff/prometheus/http.yaml");
    assertThat(Manifest.parse(Chart.render()).all(Deployment.class)).isEmpty();
  }

  @Test
  void theFleetJudgeTakesNamesWhereTheConfigurationIsNotTheCharts() throws Exception {
    String mine = "existingConfigMap: mine\nfleetJudge: {enabled: true, comparisons: %s}\n";
    assertThatThrownBy(() -> Chart.render(mine.formatted("[]")))
        .hasMessageContaining("fleetJudge.comparisons: name the comparisons");
    Deployment judge =
        Manifest.parse(Chart.render(mine.formatted("[a, b]"))).only(Deployment.class);
    assertThat(judge.getSpec().getTemplate().getSpec().getContainers().get(0).getArgs())
        .contains("--comparison=a", "--comparison=b");
  }

  @Test
  void whatTheContainersAreStartedWithAreCommandsOfGraydiff() throws Exception {
    for (String values : List.of(WITH_EVERYTHING, "fleetJudge: {enabled: true}")) {
      Manifest manifest = Manifest.parse(Chart.render(values));
      for (PodTemplateSpec template :
          List.of(
              manifest.only(DaemonSet.class).getSpec().getTemplate(),
              manifest.only(Deployment.class).getSpec().getTemplate())) {
        List<String> arguments = template.getSpec().getContainers().get(0).getArgs();
        assertThatCode(() -> CommandModel.create().parseArgs(arguments.toArray(String[]::new)))
            .as(arguments.toString())
            .doesNotThrowAnyException();
      }
    }
  }

  @Test
  void theAgentHasTheLeastRightsThatWork() throws Exception {
    for (String values : List.of("{}", WITH_EVERYTHING)) {
      PodSpec pod = podTemplate(values).getSpec();
      assertThat(pod.getHostPID()).isTrue();
      assertThat(pod.getHostNetwork()).isNull();
      assertThat(pod.getHostIPC()).isNull();
      SecurityContext security = container(values).getSecurityContext();
      assertThat(security.getPrivileged()).isFalse();
      assertThat(security.getAllowPrivilegeEscalation()).isFalse();
      assertThat(security.getReadOnlyRootFilesystem()).isTrue();
      assertThat(security.getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
      assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
      assertThat(security.getCapabilities().getAdd())
          .containsExactly("SYS_ADMIN", "SYS_PTRACE", "DAC_READ_SEARCH");
    }
  }

  @Test
  void newKernelsNeedLess() throws Exception {
    List<String> less = List.of("BPF", "PERFMON", "SYS_PTRACE", "DAC_READ_SEARCH");
    String values = "capabilities: " + less + "\nseccompProfile: {type: Unconfined}\n";
    SecurityContext security = container(values).getSecurityContext();
    assertThat(security.getCapabilities().getAdd()).isEqualTo(less);
    assertThat(security.getSeccompProfile().getType()).isEqualTo("Unconfined");
  }

  @Test
  void everyCapabilityIsExplainedWhereItIsGiven() throws Exception {
    String template = Files.readString(Chart.FOLDER.resolve("templates/daemonset.yaml"));
    assertThat(container("{}").getSecurityContext().getCapabilities().getAdd())
        .allSatisfy(capability -> assertThat(template).contains("# " + capability + ": "));
    assertThat(template).contains("#   BPF: ", "#   PERFMON: ");
  }

  @Test
  void itIsAskedWhetherItLivesAndWhetherItIsReady() throws Exception {
    Container container = container("{}");
    assertThat(container.getLivenessProbe().getHttpGet().getPath()).isEqualTo("/healthz");
    assertThat(container.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/readyz");
    assertThat(container.getEnv())
        .anySatisfy(
            variable -> {
              assertThat(variable.getName()).isEqualTo("NODE_NAME");
              assertThat(variable.getValueFrom().getFieldRef().getFieldPath())
                  .isEqualTo("spec.nodeName");
            });
  }

  @Test
  void itMayAskTheApiServerOnlyWhereASelectorNeedsIt() throws Exception {
    Manifest without = Manifest.parse(Chart.render());
    assertThat(without.all(ClusterRole.class)).isEmpty();
    assertThat(podTemplate("{}").getSpec().getAutomountServiceAccountToken()).isFalse();
    assertThat(without.only(NetworkPolicy.class).getSpec().getEgress()).isEmpty();

    for (String values : List.of(WITH_PODS, "rbac: {create: true}")) {
      Manifest with = Manifest.parse(Chart.render(values));
      assertThat(with.only(ClusterRole.class).getRules())
          .singleElement()
          .satisfies(
              rule -> {
                assertThat(rule.getResources()).containsExactly("pods");
                assertThat(rule.getVerbs()).containsExactly("get", "list", "watch");
              });
      assertThat(with.only(ClusterRoleBinding.class).getSubjects())
          .singleElement()
          .satisfies(
              subject ->
                  assertThat(subject.getName())
                      .isEqualTo(podTemplate(values).getSpec().getServiceAccountName()));
      assertThat(podTemplate(values).getSpec().getAutomountServiceAccountToken()).isTrue();
      assertThat(with.only(NetworkPolicy.class).getSpec().getEgress()).isNotEmpty();
    }
    assertThat(Manifest.parse(Chart.render(WITH_PODS + "rbac: {create: false}\n")).names())
        .noneMatch(name -> name.startsWith("ClusterRole"));
  }

  @Test
  void whatTheAgentReadsAtItsStartReplacesThePodsAndWhatItReloadsDoesNot() throws Exception {
    String usual = checksum("{}");
    assertThat(checksum("config: {budget: 2%}")).isNotEqualTo(usual);
    assertThat(checksum("port: 9000")).isNotEqualTo(usual);
    assertThat(checksum(WITH_PODS)).isEqualTo(usual);
    assertThat(checksum(WITH_PODS + "rollOnConfigChange: true\n"))
        .isNotEqualTo(checksum("rollOnConfigChange: true"));
  }

  private static String checksum(String values) throws IOException {
    Map<String, String> annotations = podTemplate(values).getMetadata().getAnnotations();
    String checksum = annotations.getOrDefault("checksum/config", "none");
    assertThat(checksum).matches("[0-9a-f]{64}");
    return checksum;
  }

  @Test
  void theConfigurationIsMountedSoThatAChangeOfItArrives() throws Exception {
    assertThat(container("{}").getVolumeMounts())
        .filteredOn(mount -> mount.getMountPath().equals("/etc/graydiff"))
        .singleElement()
        .satisfies(mount -> assertThat(mount.getSubPath()).isNull());
  }

  @Test
  void aConfigMapOfTheUsersTakesThePlaceOfTheCharts() throws Exception {
    String values = "existingConfigMap: mine\n";
    Manifest manifest = Manifest.parse(Chart.render(values));
    assertThat(manifest.all(ConfigMap.class)).isEmpty();
    assertThat(podTemplate(values).getSpec().getVolumes())
        .filteredOn(volume -> volume.getName().equals("config"))
        .singleElement()
        .satisfies(volume -> assertThat(volume.getConfigMap().getName()).isEqualTo("mine"));
  }

  @Test
  void whatClustersAskOfPodsReachesThePod() throws Exception {
    PodSpec pod = podTemplate(WITH_EVERYTHING).getSpec();
    assertThat(pod.getImagePullSecrets()).extracting("name").containsExactly("pull");
    assertThat(pod.getPriorityClassName()).isEqualTo("system-node-critical");
    assertThat(pod.getAffinity().getNodeAffinity()).isNotNull();
    assertThat(pod.getNodeSelector()).containsEntry("kubernetes.io/os", "linux");
    assertThat(pod.getTolerations()).extracting("operator").containsExactly("Exists");
    assertThat(podTemplate(WITH_EVERYTHING).getMetadata().getAnnotations())
        .containsEntry("a.example.com/b", "c");
    assertThat(podTemplate(WITH_EVERYTHING).getMetadata().getLabels()).containsEntry("team", "go");
    Container container = container(WITH_EVERYTHING);
    assertThat(container.getArgs()).endsWith("--verbose", "--alpha=0.02");
    assertThat(container.getEnv())
        .extracting("name")
        .contains("JDK_JAVA_OPTIONS", "ZONE", "NODE_NAME");
    assertThat(container.getResources().getLimits()).containsKey("memory");
  }

  @Test
  void theServiceLeadsToThePortOfTheAgent() throws Exception {
    Manifest manifest = Manifest.parse(Chart.render("port: 9000"));
    assertThat(manifest.only(ConfigMap.class).getData().get("graydiff.yaml"))
        .contains("listen: \":9000\"");
    assertThat(manifest.only(Service.class).getSpec().getPorts())
        .singleElement()
        .satisfies(port -> assertThat(port.getTargetPort().getStrVal()).isEqualTo("http"));
    assertThat(container("port: 9000").getPorts())
        .singleElement()
        .satisfies(
            port -> {
              assertThat(port.getName()).isEqualTo("http");
              assertThat(port.getContainerPort()).isEqualTo(9000);
            });
    Map<String, String> labels = podTemplate("port: 9000").getMetadata().getLabels();
    assertThat(labels).containsAllEntriesOf(manifest.only(Service.class).getSpec().getSelector());
    assertThat(labels)
        .containsAllEntriesOf(
            manifest.only(DaemonSet.class).getSpec().getSelector().getMatchLabels());
  }

  @Test
  void anImageIsNamedByItsDigestWhereThereIsOne() throws Exception {
    String digest = "sha256:" + "0a".repeat(32);
    assertThat(container("image: {repository: r, tag: t}").getImage()).isEqualTo("r:t");
    assertThat(container("image: {repository: r, tag: t, digest: '" + digest + "'}").getImage())
        .isEqualTo("r@" + digest);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "unknown: 1",
        "port: 70000",
        "port: http",
        "config: {comparisons: []}",
        "config: {listen: ':1'}",
        "config: {budget: 3}",
        "config: {comparisons: [{name: UPPER, baseline: go=1.22, canary: go=1.23}]}",
        "config: {comparisons: [{name: a, baseline: go=1.22}]}",
        "config: {comparisons: [{name: a, baseline: colour=red, canary: go=1.23}]}",
        "config: {comparisons: [{name: a, baseline: go=1.22, canary: go=1.23, window: 10}]}",
        "config: {comparisons: [{name: a, baseline: a=1, canary: go=1.23, signals: {x: {}}}]}",
        "capabilities: [CAP_SYS_ADMIN]",
        "capabilities: [SYS_PTRACE]",
        "capabilities: [BPF, SYS_PTRACE]",
        "seccompProfile: {type: Some}",
        "rbac: {create: sometimes}",
        "image: {repository: r, digest: latest}",
        "state: {hostPath: relative}",
        "prometheusRule: {runbooks: https://git.example.com/}",
        "prometheusRule: {alertLabels: {team: 1}}",
        "fleetJudge: {prometheus: 'prometheus:9090'}",
        "fleetJudge: {for: 30}",
        "fleetJudge: {comparisons: [UPPER]}",
        "fleetJudge: {prometheusUrl: 'http://a'}",
      })
  void valuesOutsideOfTheSchemaAreRefused(String values) {
    assertThatThrownBy(() -> Chart.render(values))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("don't meet the specifications of the schema");
  }

  private static PodTemplateSpec podTemplate(String values) throws IOException {
    return Manifest.parse(Chart.render(values)).only(DaemonSet.class).getSpec().getTemplate();
  }

  private static Container container(String values) throws IOException {
    List<Container> containers = podTemplate(values).getSpec().getContainers();
    assertThat(containers).hasSize(1);
    return containers.get(0);
  }
}
