package io.graydiff.pods;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.graydiff.target.ContainerId;
import io.graydiff.target.PodIndex.Container;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PodReaderTest {
  private static final String UID = "0a1b2c3d-0000-4111-8222-0123456789ab";
  private static final String HASH = "0123456789abcdef0123456789abcdef";

  @Test
  void theFirstContainerIsTheDefaultAsForKubectl() {
    assertThat(defaults(pod("app", "proxy"))).containsExactly("app");
  }

  @Test
  void theAnnotationOfKubectlNamesAnotherDefault() {
    assertThat(defaults(preferring("proxy"))).containsExactly("proxy");
    assertThat(defaults(preferring("absent"))).containsExactly("app");
  }

  @Test
  void aContainerIsFoundByItsIdWhateverTheRuntime() {
    for (String runtime : List.of("containerd://", "cri-o://", "docker://")) {
      KnownPods known = known(started(pod("app", "proxy"), "proxy", runtime + "f1"));
      assertThat(known.find(container("f1"))).map(Container::toString).contains("shop/c-0/proxy");
      assertThat(known.find(container("f2"))).isEmpty();
    }
  }

  @Test
  void initAndEphemeralContainersCountButAreNoDefault() {
    Pod pod =
        new PodBuilder(pod("app"))
            .editSpec()
            .addNewInitContainer()
            .withName("setup")
            .endInitContainer()
            .addNewEphemeralContainer()
            .withName("debug")
            .endEphemeralContainer()
            .endSpec()
            .editStatus()
            .addNewInitContainerStatus()
            .withName("setup")
            .withContainerID("containerd://a")
            .endInitContainerStatus()
            .addNewEphemeralContainerStatus()
            .withName("debug")
            .withContainerID("containerd://b")
            .endEphemeralContainerStatus()
            .endStatus()
            .build();
    assertThat(known(pod).find(container("a"))).map(Container::toString).contains("shop/c-0/setup");
    assertThat(known(pod).find(container("b"))).map(Container::toString).contains("shop/c-0/debug");
    assertThat(defaults(pod)).containsExactly("app");
  }

  @Test
  void theUidTellsAContainerThatIsNotReportedOnlyWhereThereIsNoOther() {
    ContainerId unreported = new ContainerId(Optional.of(UID), Optional.of("new"));
    assertThat(known(pod("app")).find(unreported)).map(Container::name).contains("app");
    assertThat(known(pod("app", "proxy")).find(unreported)).isEmpty();
  }

  @Test
  void aStaticPodIsKnownByTheUidOfItsCgroupToo() {
    Pod pod =
        new PodBuilder(pod("app"))
            .editMetadata()
            .addToAnnotations("kubernetes.io/config.hash", HASH)
            .endMetadata()
            .build();
    assertThat(known(pod).find(new ContainerId(Optional.of(HASH), Optional.empty()))).isPresent();
  }

  @Test
  void aContainerThatHasNotStartedHasNoId() {
    Pod pod =
        new PodBuilder(pod("app", "proxy"))
            .editStatus()
            .addNewContainerStatus()
            .withName("app")
            .endContainerStatus()
            .endStatus()
            .build();
    assertThat(known(pod).byContainer()).isEmpty();
  }

  private static List<String> defaults(Pod pod) {
    return PodReader.read(pod).containers().stream()
        .filter(Container::isDefault)
        .map(Container::name)
        .toList();
  }

  private static KnownPods known(Pod pod) {
    return KnownPods.of(List.of(PodReader.read(pod)));
  }

  private static ContainerId container(String id) {
    return new ContainerId(Optional.empty(), Optional.of(id));
  }

  private static Pod preferring(String container) {
    return new PodBuilder(pod("app", "proxy"))
        .editMetadata()
        .addToAnnotations("kubectl.kubernetes.io/default-container", container)
        .endMetadata()
        .build();
  }

  private static Pod started(Pod pod, String name, String id) {
    return new PodBuilder(pod)
        .editStatus()
        .addNewContainerStatus()
        .withName(name)
        .withContainerID(id)
        .endContainerStatus()
        .endStatus()
        .build();
  }

  private static Pod pod(String... containers) {
    PodBuilder pod =
        new PodBuilder()
            .withNewMetadata()
            .withNamespace("shop")
            .withName("c-0")
            .withUid(UID)
            .endMetadata()
            .withNewSpec()
            .endSpec()
            .withNewStatus()
            .endStatus();
    for (String name : containers) {
      pod.editSpec().addNewContainer().withName(name).endContainer().endSpec();
    }
    return pod.build();
  }
}
