package io.graydiff.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
  @ParameterizedTest
  @CsvSource({
    "500ms, PT0.5S",
    "30s, PT30S",
    "5m, PT5M",
    "2h, PT2H",
    "1.5s, PT1.5S",
    "1m30s, PT1M30S"
  })
  void readsDurations(String text, Duration expected) throws Exception {
    assertThat(Durations.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10", "s", "-1s", "1 s", "1d", "0s", "0.0000001ms", "9000h", "1,5s"})
  void refusesOtherDurations(String text) {
    assertThatThrownBy(() -> Durations.parse(text))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageStartingWith("'" + text + "' is ");
  }

  @ParameterizedTest
  @CsvSource({"3%, 0.03", "0.03, 0.03", ".5, 0.5", "0.5%, 0.005", "150%, 1.5", "0, 0"})
  void readsShares(String text, double expected) throws Exception {
    assertThat(Percent.parse(text).share()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "%", "3 %", "-3%", "1", "3", "0x1", "NaN", "1e-2"})
  void refusesOtherShares(String text) {
    assertThatThrownBy(() -> Percent.parse(text)).isInstanceOf(InvalidValueException.class);
  }

  @Test
  void writesSharesAsUsersDo() throws Exception {
    assertThat(Percent.parse("0.03")).hasToString("3%");
    assertThat(Percent.parse("12.5%")).hasToString("12.5%");
    assertThat(Percent.parse("100%")).hasToString("100%");
  }

  @Test
  void readsBudgets() throws Exception {
    assertThat(Budget.parse("1%")).isEqualTo(Budget.DEFAULT).hasToString("1%");
    assertThat(Budget.parse("unlimited")).isEqualTo(Budget.UNLIMITED).hasToString("unlimited");
    assertThat(Budget.UNLIMITED.isUnlimited()).isTrue();
    assertThat(Budget.DEFAULT.isUnlimited()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0%", "101%", "Unlimited", "much"})
  void refusesOtherBudgets(String text) {
    assertThatThrownBy(() -> Budget.parse(text))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("'" + text + "'")
        .hasMessageEndingWith("or unlimited");
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:9477, 127.0.0.1, 9477",
    "localhost:0, localhost, 0",
    ":80, 0.0.0.0, 80",
    "[::1]:65535, ::1, 65535"
  })
  void readsAddresses(String text, String host, int port) throws Exception {
    assertThat(ListenAddress.parse(text)).isEqualTo(new ListenAddress(host, port));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "9477", "host", "host:", "host:65536", "::1:80", "a b:80"})
  void refusesOtherAddresses(String text) {
    assertThatThrownBy(() -> ListenAddress.parse(text)).isInstanceOf(InvalidValueException.class);
  }

  @Test
  void writesAddressesSoThatTheyCanBeReadAgain() throws Exception {
    assertThat(ListenAddress.parse("[::1]:80")).hasToString("[::1]:80");
    assertThat(ListenAddress.DEFAULT).hasToString("127.0.0.1:9477");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Checkout", "a_b", "a b", "ä"})
  void refusesNamesThatDoNotFitIntoUrlsAndLabels(String text) {
    assertThatThrownBy(() -> ComparisonName.parse(text)).isInstanceOf(InvalidValueException.class);
  }
}
