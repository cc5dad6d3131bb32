package io.graydiff.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.marcnuri.helm.LintResult;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
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
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.Rule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import io.graydiff.app.CommandModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChartTest {
  private static final ObjectMapper YAML = new YAMLMapper();

  private static final String WITH_PODS =
      """
      config:
        comparisons:
          - name: checkout
            baseline: k8s=shop/app=checkout/track=stable
            canary: ["module=example.com/checkout,k8s=shop/app=checkout/track=canary"]
      """;

  private static final String WITH_EVERYTHING =
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
  void prometheusKnowsThemByJobsThatAlertsLookForWhateverTheReleaseIsCalled() throws Exception {
    String values = WITH_EVERYTHING + "fullnameOverride: compare\nnameOverride: versions\n";
    Manifest manifest = Manifest.parse(Chart.render(values));
    Map<String, String> jobs = new HashMap<>();
    for (PodMonitor monitor : manifest.all(PodMonitor.class)) {
      jobs.put(
          monitor.getMetadata().getName(),
          monitor
              .getSpec()
              .getPodMetricsEndpoints()
              .get(0)
              .getRelabelings()
              .get(0)
              .getReplacement());
    }
    assertThat(jobs)
        .isEqualTo(Map.of("compare", "graydiff", "compare-fleet-judge", "graydiff-fleet-judge"));
    Map<String, String> agents =
        manifest.only(DaemonSet.class).getSpec().getTemplate().getMetadata().getLabels();
    Map<String, String> judge =
        manifest.only(Deployment.class).getSpec().getTemplate().getMetadata().getLabels();
    for (HasMetadata monitor : manifest.objects()) {
      Map<String, String> selected = selected(monitor);
      if (!selected.isEmpty()) {
        boolean ofJudge = monitor.getMetadata().getName().equals("compare-fleet-judge");
        assertThat(ofJudge ? judge : agents).containsAllEntriesOf(selected);
        assertThat((ofJudge ? agents : judge).entrySet().containsAll(selected.entrySet()))
            .as(monitor.getKind() + " " + monitor.getMetadata().getName())
            .isFalse();
      }
    }
  }

  /** The labels of the pods that an object is about. */
  private static Map<String, String> selected(HasMetadata object) {
    if (object instanceof PodMonitor monitor) {
      return monitor.getSpec().getSelector().getMatchLabels();
    }
    if (object instanceof NetworkPolicy policy) {
      return policy.getSpec().getPodSelector().getMatchLabels();
    }
    if (object instanceof Service service) {
      return service.getSpec().getSelector();
    }
    return Map.of();
  }

  @Test
  void monitorsTakeMoreFieldsOfTheOperator() throws Exception {
    String values =
        """
        podMonitor:
          enabled: true
          spec: {sampleLimit: 50000}
          endpoint:
            metricRelabelings: [{sourceLabels: [__name__], regex: netty_.*, action: drop}]
        """;
    PodMonitor monitor = Manifest.parse(Chart.render(values)).only(PodMonitor.class);
    assertThat(monitor.getSpec().getSampleLimit()).isEqualTo(50_000L);
    assertThat(monitor.getSpec().getPodMetricsEndpoints())
        .singleElement()
        .satisfies(
            endpoint -> {
              assertThat(endpoint.getMetricRelabelings()).hasSize(1);
              assertThat(endpoint.getRelabelings()).hasSize(2);
              assertThat(endpoint.getInterval()).isEqualTo("30s");
            });
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

  @Test
  void everyFileOfRulesStandsUnchangedInAnObjectOfItsOwn() throws Exception {
    List<JsonNode> rendered = new ArrayList<>();
    for (PrometheusRule rule :
        Manifest.parse(Chart.render(WITH_EVERYTHING)).all(PrometheusRule.class)) {
      rendered.add(YAML.valueToTree(rule.getSpec().getGroups()));
    }
    List<JsonNode> files = new ArrayList<>();
    for (Path file : files("rules", ".yaml")) {
      PrometheusRule whole = new PrometheusRule();
      whole.setSpec(
          YAML.treeToValue(
              YAML.readTree(file.toFile()),
              io.fabric8.openshift.api.model.monitoring.v1.PrometheusRuleSpec.class));
      files.add(YAML.valueToTree(whole.getSpec().getGroups()));
    }
    assertThat(rendered).containsExactlyInAnyOrderElementsOf(files);
    assertThat(Manifest.parse(Chart.render()).all(PrometheusRule.class)).isEmpty();
  }

  @Test
  void alertsAreLeftOutAndLabelledAsTheValuesSay() throws Exception {
    String values =
        """
        prometheusRule:
          enabled: true
          alertLabels: {team: payments}
          disabled: [GraydiffImprovement]
        """;
    List<Rule> rules =
        Manifest.parse(Chart.render(values)).all(PrometheusRule.class).stream()
            .flatMap(rule -> rule.getSpec().getGroups().stream())
            .flatMap(group -> group.getRules().stream())
            .toList();
    List<Rule> alerts = rules.stream().filter(rule -> rule.getAlert() != null).toList();
    assertThat(alerts)
        .extracting(Rule::getAlert)
        .contains("GraydiffRegression")
        .doesNotContain("GraydiffImprovement");
    assertThat(alerts)
        .allSatisfy(
            alert ->
                assertThat(alert.getLabels())
                    .containsEntry("team", "payments")
                    .containsKey("severity"));
    assertThat(rules)
        .filteredOn(rule -> rule.getRecord() != null)
        .isNotEmpty()
        .noneSatisfy(rule -> assertThat(rule.getLabels()).containsKey("team"));
    assertThatThrownBy(
            () -> Chart.render("prometheusRule: {enabled: true, disabled: [GraydiffFire]}"))
        .hasMessageContaining("there is no alert GraydiffFire; there are ")
        .hasMessageContaining("GraydiffRegression");
  }

  @Test
  void runbooksAreLookedForWhereTheValuesSay() throws Exception {
    String folder = "https://git.example.com/graydiff/blob/main/docs/runbooks";
    String rendered = Chart.render("prometheusRule: {enabled: true, runbooks: '" + folder + "'}\n");
    assertThat(rendered.lines().filter(line -> line.contains("runbook_url:")))
        .isNotEmpty()
        .allMatch(line -> line.strip().matches("runbook_url: " + folder + "/Graydiff\\w+\\.md"));
  }

  @Test
  void everyDashboardStandsUnchangedInAConfigMapThatTheSidecarFinds() throws Exception {
    Map<String, String> rendered = new HashMap<>();
    for (ConfigMap map : Manifest.parse(Chart.render(WITH_EVERYTHING)).all(ConfigMap.class)) {
      if ("1".equals(map.getMetadata().getLabels().get("grafana_dashboard"))) {
        map.getData().forEach((name, text) -> rendered.put(name, text.strip()));
      }
    }
    Map<String, String> files = new HashMap<>();
    for (Path file : files("dashboards", ".json")) {
      files.put(file.getFileName().toString(), Files.readString(file).strip());
    }
    assertThat(rendered).isEqualTo(files);
  }

  private static List<Path> files(String folder, String suffix) throws IOException {
    Path files = Chart.FOLDER.resolve("files").resolve(folder);
    if (!Files.exists(files)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(files)) {
      return all.filter(file -> file.toString().endsWith(suffix)).toList();
    }
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
