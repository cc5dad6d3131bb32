package io.graydiff.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.graydiff.fixture.ApiServer;
import io.graydiff.fixture.ExactProgram;
import io.graydiff.target.GroupRole;
import io.graydiff.target.PodIndex;
import io.graydiff.target.ProcessScanner;
import io.graydiff.target.ProcessWatcher;
import io.graydiff.target.Selector;
import io.graydiff.target.Selectors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Selectors of pods on a real kube-apiserver, with real Go processes in cgroups that are named as a
 * kubelet names them. The part of the kubelet that reports container ids is the test's. Run by
 * {@code ./verify --cluster}.
 */
class NodePodsClusterIT {
  private static final String NODE = "node-1";
  private static final String AGENT = "agent";
  private static final String LISTER = "lister";
  private static final String STRANGER = "stranger";
  private static final int ATTEMPTS = 600;

  @TempDir private static Path folder;
  private static ApiServer server;
  private static KubernetesClient admin;

  private ExactProgram program;
  private NodePods pods;

  @BeforeAll
  static void startCluster() throws Exception {
    server = new ApiServer(folder, List.of(AGENT, LISTER, STRANGER));
    admin = server.client(ApiServer.ADMIN);
    for (String namespace : List.of("shop", "other")) {
      admin
          .resource(
              new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
          .create();
    }
    grant(AGENT, "get", "list", "watch");
    grant(LISTER, "get", "list");
  }

  /** As docs/kubernetes.md says, by plain JSON: the model of RBAC is not among the libraries. */
  private static void grant(String user, String... verbs) {
    admin.raw(
        "/apis/rbac.authorization.k8s.io/v1/clusterroles",
        "POST",
        Map.of(
            "apiVersion",
            "rbac.authorization.k8s.io/v1",
            "kind",
            "ClusterRole",
            "metadata",
            Map.of("name", user),
            "rules",
            List.of(
                Map.of(
                    "apiGroups", List.of(""),
                    "resources", List.of("pods"),
                    "verbs", List.of(verbs)))));
    admin.raw(
        "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
        "POST",
        Map.of(
            "apiVersion",
            "rbac.authorization.k8s.io/v1",
            "kind",
            "ClusterRoleBinding",
            "metadata",
            Map.of("name", user),
            "roleRef",
            Map.of("apiGroup", "rbac.authorization.k8s.io", "kind", "ClusterRole", "name", user),
            "subjects",
            List.of(
                Map.of("apiGroup", "rbac.authorization.k8s.io", "kind", "User", "name", user))));
  }

  @AfterAll
  static void stopCluster() throws Exception {
    admin.close();
    server.close();
  }

  /** What tells an agent about this cluster, as that user, on that node. */
  private static Surroundings surroundings(String user, String node) throws IOException {
    return new Surroundings(
        Map.of("KUBECONFIG", server.kubeconfig(user).toString(), "NODE_NAME", node),
        folder,
        Path.of("/proc/sys/kernel/hostname"));
  }

  @BeforeEach
  void start() throws Exception {
    program = ExactProgram.start("1.22");
    pods = new NodePods(surroundings(AGENT, NODE), () -> {});
  }

  @AfterEach
  void stop() throws Exception {
    pods.close();
    program.close();
    admin.pods().inAnyNamespace().withGracePeriod(0).delete();
  }

  @Test
  void aProcessIsFoundByThePodItRunsIn() throws Exception {
    Pod pod = create("shop", NODE, "canary", "app");
    String id = id(1);
    try (PodCgroup cgroup = new PodCgroup(cgroupfs(pod, id))) {
      cgroup.add(program.pid());
      report(pod, status("app", id));
      pods.watch(Set.of("shop"));
      assertThat(chosen("k8s=shop/track=canary")).containsExactly(program.pid());
      assertThat(chosen("k8s=shop/track=canary/app=checkout")).containsExactly(program.pid());
      assertThat(chosen("k8s=shop/track=canary,go=1.22")).containsExactly(program.pid());
      assertThat(chosen("k8s=shop/track=stable")).isEmpty();
      assertThat(chosen("k8s=other/track=canary")).isEmpty();
    }
  }

  @Test
  void everyFormOfCgroupPathLeadsToThePod() throws Exception {
    Pod pod = create("shop", NODE, "canary", "app");
    pods.watch(Set.of("shop"));
    String slice = uid(pod).replace('-', '_');
    String systemd = "kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod" + slice;
    int number = 10;
    for (String form :
        List.of(
            "kubepods/burstable/pod" + uid(pod) + "/%s",
            "kubepods/pod" + uid(pod) + "/%s",
            systemd + ".slice/cri-containerd-%s.scope",
            systemd + ".slice/crio-%s.scope/container",
            systemd + ".slice/docker-%s.scope",
            "system.slice/containerd.service/kubepods-pod" + slice + ".slice:cri-containerd:%s")) {
      String id = id(number++);
      try (PodCgroup cgroup = new PodCgroup(form.formatted(id))) {
        cgroup.add(program.pid());
        report(pod, status("app", id));
        await(() -> chosen("k8s=shop/track=canary").contains(program.pid()));
        report(pod, status("app", id(99)));
      }
    }
  }

  @Test
  void aPodWhoseLabelChangesChangesItsGroup() throws Exception {
    Pod pod = create("shop", NODE, "canary", "app");
    String id = id(1);
    try (PodCgroup cgroup = new PodCgroup(cgroupfs(pod, id))) {
      cgroup.add(program.pid());
      report(pod, status("app", id));
      pods.watch(Set.of("shop"));
      ProcessWatcher watcher = watcher("k8s=shop/track=stable", "k8s=shop/track=canary");
      watcher.update(ProcessScanner.ofMachine().scan());
      assertThat(members(watcher, GroupRole.CANARY)).containsExactly(program.pid());

      labelTrack(pod, "stable");
      await(
          () -> {
            watcher.update(ProcessScanner.ofMachine().scan());
            return members(watcher, GroupRole.BASELINE).contains(program.pid());
          });
      assertThat(members(watcher, GroupRole.CANARY)).isEmpty();
    }
  }

  @Test
  void podsComeAndGo() throws Exception {
    pods.watch(Set.of("shop"));
    assertThat(pods.size()).isZero();
    Pod pod = create("shop", NODE, "canary", "app", "proxy");
    String id = id(1);
    try (PodCgroup cgroup = new PodCgroup(cgroupfs(pod, id))) {
      cgroup.add(program.pid());
      assertThat(chosen("k8s=shop/track=canary/container=*")).isEmpty();
      report(pod, status("app", id));
      await(() -> chosen("k8s=shop/track=canary").contains(program.pid()));
      admin.resource(pod).withGracePeriod(0).delete();
      await(() -> chosen("k8s=shop/track=canary").isEmpty());
      assertThat(pods.size()).isZero();
    }
  }

  @Test
  void aContainerThatRestartsIsTheSameUnderItsNewId() throws Exception {
    Pod pod = create("shop", NODE, "canary", "app", "proxy");
    report(pod, status("app", id(1)));
    pods.watch(Set.of("shop"));
    try (PodCgroup cgroup = new PodCgroup(cgroupfs(pod, id(2)))) {
      cgroup.add(program.pid());
      assertThat(chosen("k8s=shop/track=canary")).isEmpty();
      report(pod, status("app", id(2)));
      await(() -> chosen("k8s=shop/track=canary").contains(program.pid()));
    }
  }

  @Test
  void theOnlyContainerOfAPodIsKnownBeforeItsIdIsReported() throws Exception {
    Pod pod = create("shop", NODE, "canary", "app");
    pods.watch(Set.of("shop"));
    try (PodCgroup cgroup = new PodCgroup(cgroupfs(pod, id(3)))) {
      cgroup.add(program.pid());
      assertThat(chosen("k8s=shop/track=canary")).containsExactly(program.pid());
    }
  }

  @Test
  void sidecarsAndInitContainersAreChosenByName() throws Exception {
    Pod pod = create("shop", NODE, "canary", "app", "proxy");
    report(pod, status("app", id(1)), status("proxy", id(2)));
    pods.watch(Set.of("shop"));
    try (PodCgroup cgroup = new PodCgroup(cgroupfs(pod, id(2)))) {
      cgroup.add(program.pid());
      assertThat(chosen("k8s=shop/track=canary")).isEmpty();
      assertThat(chosen("k8s=shop/track=canary/container=app")).isEmpty();
      assertThat(chosen("k8s=shop/track=canary/container=proxy")).containsExactly(program.pid());
      assertThat(chosen("k8s=shop/track=canary/container=*")).containsExactly(program.pid());
    }
    try (PodCgroup cgroup = new PodCgroup(cgroupfs(pod, id(4)))) {
      cgroup.add(program.pid());
      reportInit(pod, status("setup", id(4)));
      await(() -> chosen("k8s=shop/track=canary/container=setup").contains(program.pid()));
      assertThat(chosen("k8s=shop/track=canary")).isEmpty();
    }
  }

  @Test
  void podsOfOtherNodesAndOtherNamespacesAreNotAskedFor() throws Exception {
    create("shop", "node-2", "canary", "app");
    create("other", NODE, "canary", "app");
    pods.watch(Set.of("shop"));
    assertThat(pods.size()).isZero();
    pods.watch(Set.of("other"));
    assertThat(pods.size()).isEqualTo(1);
    pods.retain(Set.of("shop"));
    assertThat(pods.size()).isZero();
  }

  @Test
  void aLostServerLeavesWhatIsKnownAndIsSaid() throws Exception {
    Pod pod = create("shop", NODE, "canary", "app");
    String id = id(1);
    try (PodCgroup cgroup = new PodCgroup(cgroupfs(pod, id))) {
      cgroup.add(program.pid());
      report(pod, status("app", id));
      pods.watch(Set.of("shop"));
      server.kill();
      await(() -> pods.staleness().isPresent());
      assertThat(pods.staleness().orElseThrow()).contains("cannot be reached");
      assertThat(chosen("k8s=shop/track=canary")).containsExactly(program.pid());

      server.restart();
      await(() -> pods.staleness().isEmpty());
      labelTrack(pod, "stable");
      await(() -> chosen("k8s=shop/track=stable").contains(program.pid()));
    }
  }

  @Test
  void whatIsDeniedIsNamed() throws Exception {
    try (NodePods denied = new NodePods(surroundings(STRANGER, NODE), () -> {})) {
      assertThatThrownBy(() -> denied.watch(Set.of("shop")))
          .isInstanceOf(PodDiscoveryException.class)
          .hasMessageContaining("denies the pods of namespace shop")
          .hasMessageContaining("User \"stranger\" cannot list resource \"pods\"")
          .hasMessageContaining("grant get, list and watch on pods");
    }
    try (NodePods denied = new NodePods(surroundings(LISTER, NODE), () -> {})) {
      assertThatThrownBy(() -> denied.watch(Set.of("shop")))
          .isInstanceOf(PodDiscoveryException.class)
          .hasMessageContaining("grant get, list and watch on pods");
    }
    try (NodePods denied = new NodePods(surroundings("nobody", NODE), () -> {})) {
      assertThatThrownBy(() -> denied.watch(Set.of("shop")))
          .isInstanceOf(PodDiscoveryException.class)
          .hasMessageContaining("does not accept the credentials");
    }
  }

  @Test
  void allPodsOfTheNodeCanBeListedOnce() throws Exception {
    Pod pod = create("shop", NODE, "canary", "app");
    String id = id(1);
    try (PodCgroup cgroup = new PodCgroup(cgroupfs(pod, id))) {
      cgroup.add(program.pid());
      report(pod, status("app", id));
      PodIndex now = NodePods.now(surroundings(AGENT, NODE)).orElseThrow();
      assertThat(
              ProcessScanner.ofMachine().scan().processes().stream()
                  .filter(p -> p.pid() == program.pid())
                  .flatMap(p -> now.find(p.container()).stream()))
          .hasToString("[shop/" + pod.getMetadata().getName() + "/app]");
    }
  }

  private static Pod create(String namespace, String node, String track, String... containers) {
    PodBuilder pod =
        new PodBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withGenerateName("checkout-")
            .addToLabels(Map.of("app", "checkout", "track", track))
            .endMetadata()
            .withNewSpec()
            .withNodeName(node)
            .addNewInitContainer()
            .withName("setup")
            .withImage("setup")
            .endInitContainer()
            .endSpec();
    if (containers.length == 1) {
      pod.editSpec().withInitContainers().endSpec();
    }
    for (String name : containers) {
      pod.editSpec().addNewContainer().withName(name).withImage(name).endContainer().endSpec();
    }
    return admin.resource(pod.build()).create();
  }

  private static void labelTrack(Pod pod, String track) {
    admin
        .pods()
        .inNamespace(pod.getMetadata().getNamespace())
        .withName(pod.getMetadata().getName())
        .edit(
            p ->
                new PodBuilder(p).editMetadata().addToLabels("track", track).endMetadata().build());
  }

  private static void report(Pod pod, ContainerStatus... statuses) {
    patch(pod, new PodStatusBuilder().withContainerStatuses(statuses));
  }

  private static void reportInit(Pod pod, ContainerStatus... statuses) {
    patch(pod, new PodStatusBuilder().withInitContainerStatuses(statuses));
  }

  /** As the kubelet does. */
  private static void patch(Pod pod, PodStatusBuilder status) {
    admin
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getMetadata().getName())
                .endMetadata()
                .withStatus(status.build())
                .build())
        .subresource("status")
        .patch(PatchContext.of(PatchType.STRATEGIC_MERGE));
  }

  private static ContainerStatus status(String name, String id) {
    return new ContainerStatusBuilder()
        .withName(name)
        .withContainerID("containerd://" + id)
        .withImage(name)
        .withImageID(name)
        .withReady(true)
        .withRestartCount(0)
        .build();
  }

  private static String cgroupfs(Pod pod, String id) {
    return "kubepods/burstable/pod" + uid(pod) + "/" + id;
  }

  private static String uid(Pod pod) {
    return pod.getMetadata().getUid();
  }

  private static String id(int number) {
    return "%064x".formatted(number);
  }

  private List<Long> chosen(String selector) throws Exception {
    Selector parsed = Selector.parse(selector);
    return ProcessScanner.ofMachine().scan().processes().stream()
        .filter(process -> parsed.matches(process, pods))
        .map(process -> (long) process.pid())
        .toList();
  }

  private ProcessWatcher watcher(String baseline, String canary) throws Exception {
    return new ProcessWatcher(
        Selectors.of(Selector.parse(baseline)), Selectors.of(Selector.parse(canary)), pods);
  }

  private static List<Long> members(ProcessWatcher watcher, GroupRole role) {
    return watcher.group(role).members().stream().map(process -> (long) process.pid()).toList();
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    for (int i = 0; i < ATTEMPTS && !condition.call(); i++) {
      Thread.sleep(100);
    }
    assertThat(condition.call()).isTrue();
  }
}
