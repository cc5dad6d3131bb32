package io.graydiff.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerIdTest {
  private static final String UID = "0a1b2c3d-0000-4111-8222-0123456789ab";
  private static final String ID =
      "3f9c1a7e5b2d4860919f6e8c7d5a4b3c2e1f0d9a8b7c6d5e4f3a2b1c0d9e8f70";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/kubepods/burstable/pod" + UID + "/" + ID,
        "/kubepods/pod" + UID + "/" + ID,
        "/kubelet/kubepods/besteffort/pod" + UID + "/" + ID,
        "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod"
            + "0a1b2c3d_0000_4111_8222_0123456789ab.slice/cri-containerd-"
            + ID
            + ".scope",
        "/kubepods.slice/kubepods-pod0a1b2c3d_0000_4111_8222_0123456789ab.slice/crio-"
            + ID
            + ".scope",
        "/system.slice/containerd.service/kubepods-burstable-pod"
            + "0a1b2c3d_0000_4111_8222_0123456789ab.slice:cri-containerd:"
            + ID,
        "/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod"
            + "0a1b2c3d_0000_4111_8222_0123456789ab.slice/docker-"
            + ID
            + ".scope",
        "/kubepods.slice/kubepods-pod0a1b2c3d_0000_4111_8222_0123456789ab.slice/crio-"
            + ID
            + ".scope/container",
        "/../../kubepods-burstable.slice/kubepods-burstable-pod"
            + "0a1b2c3d_0000_4111_8222_0123456789ab.slice/cri-containerd-"
            + ID
            + ".scope",
        "/kubepods/burstable/pod" + UID + "/" + ID + "/app.service",
      })
  void recognisesPods(String path) {
    ContainerId container = ContainerId.of(List.of("/", path));
    assertThat(container.podUid()).contains(UID);
    assertThat(container.containerId()).contains(ID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/docker/" + ID,
        "/system.slice/docker-" + ID + ".scope",
        "/libpod-" + ID,
        "/../cri-containerd-" + ID + ".scope",
      })
  void recognisesContainersWithoutPods(String path) {
    ContainerId container = ContainerId.of(List.of(path));
    assertThat(container.podUid()).isEmpty();
    assertThat(container.containerId()).contains(ID);
  }

  @Test
  void takesTheContainerOfThePodWhereContainersAreNested() {
    String other = "f".repeat(64);
    String nodeInContainer = "/docker/" + other + "/kubelet/kubepods/pod" + UID + "/" + ID;
    String containerInPod = "/kubepods/pod" + UID + "/" + ID + "/docker/" + other;
    for (String path : List.of(nodeInContainer, containerInPod)) {
      assertThat(ContainerId.of(List.of("/docker/" + other, path)))
          .isEqualTo(new ContainerId(Optional.of(UID), Optional.of(ID)));
    }
  }

  @Test
  void findsTheOneHierarchyThatTells() {
    List<String> hybrid = List.of("/", "/user.slice", "/kubepods/pod" + UID + "/" + ID, "/init");
    assertThat(ContainerId.of(hybrid).containerId()).contains(ID);
  }

  @Test
  void recognisesStaticPods() {
    String hash = "0123456789abcdef0123456789abcdef";
    assertThat(ContainerId.of(List.of("/kubepods/burstable/pod" + hash + "/" + ID)).podUid())
        .contains(hash);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/system.slice/checkout.service", "/user.slice/podcast", "/" + UID})
  void seesNoContainerElsewhere(String path) {
    ContainerId container = ContainerId.of(List.of(path));
    assertThat(container.podUid()).isEmpty();
    assertThat(container.containerId()).isEmpty();
  }
}
