package io.graydiff.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.graydiff.signal.Signal;
import io.graydiff.signal.Worse;
import io.graydiff.target.Selector;
import io.graydiff.target.Selectors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigReaderTest {
  private static final String COMPARISON =
      """
      comparisons:
        - name: checkout
          baseline: go=1.22
          canary: go=1.23
      """;

  @Test
  void readsEveryKey() throws Exception {
    Config config =
        ConfigReader.parse(
            """
            # what users write
            listen: 127.0.0.1:9478
            budget: 2%
            comparisons:
              - name: checkout
                baseline: "go=1.22,module=example.com/checkout"
                canary: ["go=1.23", "pid=7"]
                alpha: 0.05
                window: 20s
                tolerance: 5%
                signals:
                  http.request.latency: { tolerance: 3%, worse: either }
                  alloc.size: { enabled: true }
            """,
            "graydiff.yaml");
    assertThat(config.listen()).contains(new ListenAddress("127.0.0.1", 9478));
    assertThat(config.budget()).contains(new Budget(0.02));
    assertThat(config.comparisons()).hasSize(1);
    ComparisonConfig comparison = config.comparisons().get(0);
    assertThat(comparison.name()).hasToString("checkout");
    assertThat(comparison.baseline())
        .isEqualTo(Selectors.of(Selector.parse("go=1.22,module=example.com/checkout")));
    assertThat(comparison.canary())
        .isEqualTo(Selectors.of(Selector.parse("go=1.23"), Selector.parse("pid=7")));
    assertThat(comparison.alpha()).contains(new Alpha(0.05));
    assertThat(comparison.window()).contains(Duration.ofSeconds(20));
    assertThat(comparison.tolerance()).contains(new Percent(0.05));
    assertThat(comparison.signals())
        .containsOnly(
            entry(
                Signal.HTTP_REQUEST_LATENCY,
                new SignalConfig(
                    Optional.empty(), Optional.of(new Percent(0.03)), Optional.of(Worse.EITHER))),
            entry(
                Signal.ALLOC_SIZE,
                new SignalConfig(Optional.of(true), Optional.empty(), Optional.empty())));
  }

  @Test
  void leavesEmptyWhatTheFileDoesNotSay() throws Exception {
    Config config = ConfigReader.parse(COMPARISON, "graydiff.yaml");
    assertThat(config.listen()).isEmpty();
    assertThat(config.budget()).isEmpty();
    ComparisonConfig comparison = config.comparisons().get(0);
    assertThat(comparison.alpha()).isEmpty();
    assertThat(comparison.window()).isEmpty();
    assertThat(comparison.tolerance()).isEmpty();
    assertThat(comparison.signals()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "listn: x | c.yaml:5: unknown key 'listn'; known keys: listen, budget, comparisons",
        "listen: nowhere | c.yaml:5: listen: 'nowhere' is not an address; write HOST:PORT such as"
            + " 127.0.0.1:9477",
        "listen: | c.yaml:5: listen: the value is missing",
        "listen: [a] | c.yaml:5: listen: expected a single value",
        "budget: 0% | c.yaml:5: budget: '0%' is out of range; a budget is above 0 and at most 100%,"
            + " or unlimited",
        "comparisons: [] | c.yaml:5: Duplicate field 'comparisons'",
        "'--- {}' | c.yaml:5: a second YAML document begins; keep one",
        "listen: @x | c.yaml:5: not valid YAML: found character '@' that cannot start any token."
            + " (Do not use @ for indentation)",
      })
  void namesTheLineOfAWrongTopLevelKey(String line, String message) {
    assertRejected(COMPARISON + line + "\n", message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "baselin: go=1 | c.yaml:5: unknown key 'baselin'; known keys: name, baseline, canary,"
            + " alpha, window, tolerance, signals",
        "window: 10 | c.yaml:5: window: '10' is not a duration; write a number with its unit, such"
            + " as 500ms, 30s, 5m",
        "alpha: 0.9 | c.yaml:5: alpha: '0.9' is out of range; alpha is above 0 and below 0.5,"
            + " usually 0.01",
        "tolerance: 3 | c.yaml:5: tolerance: '3' is ambiguous; write 3% for per cent, or a number"
            + " below 1",
        "signals: [alloc.size] | c.yaml:5: signals must be a map of keys and values",
        "signals: {alloc.size: 3%} | c.yaml:5: alloc.size must be a map of keys and values",
        "signals: {alloc.size: {on: 1}} | c.yaml:5: unknown key 'on'; known keys: enabled,"
            + " tolerance, worse",
        "signals: {alloc.size: {enabled: 1}} | c.yaml:5: enabled: '1' is neither true nor false",
        "signals: {alloc.size: {worse: up}} | c.yaml:5: worse: 'up' is not a direction; write"
            + " higher, lower or either",
      })
  void namesTheLineOfAWrongKeyInAComparison(String line, String message) {
    assertRejected(COMPARISON + "    " + line + "\n", message);
  }

  @Test
  void namesTheLineWithinANestedMap() {
    assertRejected(
        COMPARISON + "    signals:\n      alloc.size:\n        enabled: true\n        worst: up\n",
        "c.yaml:8: unknown key 'worst'; known keys: enabled, tolerance, worse");
  }

  @Test
  void listsTheKnownSignals() {
    assertThatThrownBy(
            () -> ConfigReader.parse(COMPARISON + "    signals: {http.latency: {}}\n", "c.yaml"))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(
            "c.yaml:5: unknown signal 'http.latency'; known signals: http.request.latency, ")
        .hasMessageEndingWith("process.fds");
  }

  @Test
  void namesTheLineOfAMalformedSelector() {
    assertRejected(
        "comparisons:\n  - name: a\n    baseline: port=80\n    canary: go=1.23\n",
        "c.yaml:3: baseline: unknown selector key 'port'; known keys: pid, exe, go, module,"
            + " revision, cmdline, cgroup, unit, k8s");
  }

  @Test
  void namesTheComparisonThatLacksAKey() {
    assertRejected(
        COMPARISON + "  - name: search\n    baseline: go=1.22\n",
        "c.yaml:5: this comparison lacks canary:");
  }

  @Test
  void refusesANameTwice() {
    assertRejected(
        COMPARISON + "  - name: checkout\n    baseline: go=1.22\n    canary: go=1.23\n",
        "c.yaml:5: the comparison in line 2 is named 'checkout' already");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | c.yaml is empty; it needs comparisons",
        "'# nothing' | c.yaml is empty; it needs comparisons",
        "[] | c.yaml:1: the config file must be a map of keys and values",
        "'comparisons: []' | c.yaml:1: there are no comparisons; name at least one below"
            + " comparisons:",
        "'comparisons: 5' | c.yaml:1: comparisons must be a list",
      })
  void refusesAFileWithoutComparisons(String yaml, String message) {
    assertRejected(yaml, message);
  }

  @Test
  void saysWhichFileIsMissing(@TempDir Path directory) {
    Path file = directory.resolve("none.yaml");
    assertThatThrownBy(() -> ConfigReader.read(file))
        .isInstanceOf(ConfigException.class)
        .hasMessage("there is no config file " + file + "; check the path");
  }

  @Test
  void readsAFile(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("graydiff.yaml");
    Files.writeString(file, COMPARISON);
    assertThat(ConfigReader.read(file).comparisons()).hasSize(1);
  }

  private static void assertRejected(String yaml, String message) {
    assertThatThrownBy(() -> ConfigReader.parse(yaml, "c.yaml"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(message);
  }
}
