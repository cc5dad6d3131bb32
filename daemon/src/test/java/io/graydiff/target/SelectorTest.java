package io.graydiff.target;

import static io.graydiff.target.Processes.CHECKOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectorTest {
  private static final PodIndex.Pod POD =
      new PodIndex.Pod(
          "shop", "checkout-0", Map.of("app.kubernetes.io/name", "checkout", "track", "canary"));
  private static final PodIndex PODS = pods("app", true);

  private static PodIndex pods(String container, boolean isDefault) {
    return id ->
        id.podUid().filter(Processes.POD_UID::equals).isPresent()
            ? Optional.of(new PodIndex.Container(POD, container, isDefault))
            : Optional.empty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pid=12",
        "exe=/srv/app-*/checkout",
        "exe=/srv/**",
        "go=1.22",
        "go=1.22.12",
        "go=go1.22",
        "module=example.com/checkout",
        "revision=abc123",
        "revision=ABC123DEF456",
        "cmdline=port 80[0-9]+",
        "cmdline=mode=a\\,b",
        "cmdline=8{1\\,2}0",
        "cgroup=/system.slice/checkout.service",
        "cgroup=/system.slice/*.service/worker",
        "cgroup=/kubepods/**",
        "unit=checkout.service",
        "unit=checkout",
        "unit=system.slice",
        "k8s=shop/track=canary",
        "k8s=shop/app.kubernetes.io/name=checkout/track=canary",
        "k8s=shop/track=canary/container=app",
        "k8s=shop/container=*/track=canary",
        "go=1.22, module=example.com/checkout , pid=12",
      })
  void matches(String selector) throws Exception {
    assertThat(Selector.parse(selector).matches(CHECKOUT, PODS)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pid=1",
        "pid=123",
        "exe=/srv/*",
        "exe=checkout",
        "go=1.2",
        "go=1.23",
        "go=1.22.1",
        "module=example.com",
        "revision=bc123",
        "cmdline=^port",
        "cgroup=/system.slice/other.service",
        "cgroup=checkout.service",
        "unit=check",
        "unit=out.service",
        "k8s=shop/track=baseline",
        "k8s=other/track=canary",
        "k8s=shop/absent=canary",
        "k8s=shop/track=canary/container=sidecar",
        "go=1.22,pid=13",
      })
  void doesNotMatch(String selector) throws Exception {
    assertThat(Selector.parse(selector).matches(CHECKOUT, PODS)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "go1.22, 1.22, true",
    "go1.22.0, 1.22, true",
    "go1.22.12 X:boringcrypto, 1.22.12, true",
    "go1.22rc1, 1.22, true",
    "go1.220, 1.22, false",
    "go1.22.12, 1.22.1, false",
    "devel go1.23-6e4b2a1 Tue Jan 2, 1.23, true",
    "devel +6e4b2a1, 1.23, false",
  })
  void readsVersionsAsGoWritesThem(String version, String wanted, boolean matches)
      throws Exception {
    assertThat(Selector.parse("go=" + wanted).matches(Processes.withGo(version), PODS))
        .isEqualTo(matches);
  }

  @Test
  void aRevisionMatchesNoBuildThatRecordsNone() throws Exception {
    assertThat(Selector.parse("revision=a").matches(Processes.withoutRevision(), PODS)).isFalse();
  }

  @Test
  void aPodThatIsNotKnownMatchesNothing() throws Exception {
    assertThat(Selector.parse("k8s=shop/track=canary").matches(CHECKOUT, PodIndex.NONE)).isFalse();
  }

  @Test
  void aSidecarIsChosenOnlyByItsName() throws Exception {
    PodIndex sidecar = pods("proxy", false);
    assertThat(Selector.parse("k8s=shop/track=canary").matches(CHECKOUT, sidecar)).isFalse();
    assertThat(Selector.parse("k8s=shop/track=canary/container=proxy").matches(CHECKOUT, sidecar))
        .isTrue();
    assertThat(Selector.parse("k8s=shop/track=canary/container=*").matches(CHECKOUT, sidecar))
        .isTrue();
  }

  @Test
  void theNamespacesToWatchAreThoseOfTheSelectors() throws Exception {
    Selectors group =
        Selectors.of(
            Selector.parse("k8s=shop/track=canary,go=1.22"),
            Selector.parse("k8s=other/track=canary"),
            Selector.parse("pid=1"));
    assertThat(group.namespaces()).containsExactlyInAnyOrder("shop", "other");
    assertThat(Selectors.of(Selector.parse("pid=1")).namespaces()).isEmpty();
  }

  @Test
  void theSelectorsOfAGroupAddUp() throws Exception {
    Selectors group = Selectors.of(Selector.parse("pid=1"), Selector.parse("pid=12"));
    assertThat(group.matches(CHECKOUT, PODS)).isTrue();
    assertThat(group).hasToString("pid=1 + pid=12");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "port=80 | unknown selector key 'port'; known keys: pid, exe, go, module, revision,"
            + " cmdline, cgroup, unit, k8s",
        "12 | '12' in selector '12' is not key=value (known keys: pid, exe, go, module, revision,"
            + " cmdline, cgroup, unit, k8s); write a literal comma as \\,",
        "pid= | pid= needs a value",
        "pid=0 | pid=0: a process id is a positive number",
        "pid=abc | pid=abc: a process id is a positive number",
        "go=latest | go=latest: a Go version is written 1.22 or 1.22.12",
        "cmdline=( | cmdline=( is not a valid pattern: Unclosed group",
        "exe=[a | exe=[a is not a valid pattern: Missing ']",
        "k8s=shop | k8s=shop: expected NAMESPACE/label=value, more labels or"
            + " container=NAME after slashes",
        "k8s=shop/x | k8s=shop/x: expected NAMESPACE/label=value, more labels or"
            + " container=NAME after slashes",
        "k8s=Shop/a=b | k8s=Shop/a=b: expected NAMESPACE/label=value, more labels or"
            + " container=NAME after slashes",
        "k8s=shop/a=* | k8s=shop/a=*: expected NAMESPACE/label=value, more labels or"
            + " container=NAME after slashes",
        "k8s=shop/container=app | k8s=shop/container=app: expected NAMESPACE/label=value, more"
            + " labels or container=NAME after slashes",
        "k8s=shop/a=b/container= | k8s=shop/a=b/container=: container= needs a name, or * for any",
        "k8s=shop/a=b/a=c | k8s=shop/a=b/a=c: a stands there twice",
        "'pid=1,pid=2' | 'pid=1,pid=2' has pid= twice, but all terms must hold; give several"
            + " selectors to add processes up",
      })
  void saysInOneLineWhatIsWrong(String selector, String message) {
    assertThatThrownBy(() -> Selector.parse(selector))
        .isInstanceOf(SelectorSyntaxException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",", "pid=1,", "=x", "pid=1,,go=1.22"})
  void refusesEmptyTerms(String selector) {
    assertThatThrownBy(() -> Selector.parse(selector)).isInstanceOf(SelectorSyntaxException.class);
  }
}
