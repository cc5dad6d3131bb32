package io.graydiff.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.graydiff.signal.Unit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HumanUnitsTest {
  private final HumanUnits units = new HumanUnits(true);
  private final HumanUnits ascii = new HumanUnits(false);

  @ParameterizedTest
  @CsvSource({
    "0,0s",
    "5e-9,5.00ns",
    "2.56e-7,256ns",
    "9.996e-7,1.00µs",
    "1.234e-5,12.3µs",
    "0.00102,1.02ms",
    "0.9996,1.00s",
    "1.5,1.50s",
    "137.4,137s",
    "NaN,–"
  })
  void secondsHaveThreeDigitsAndTheUnitThatFits(double seconds, String text) {
    assertThat(units.value(seconds, Unit.SECONDS)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0,0B", "96,96B", "999,999B", "1000,0.977KiB", "1536,1.50KiB", "5.03e7,48.0MiB"})
  void bytesHaveBinaryUnits(double bytes, String text) {
    assertThat(units.value(bytes, Unit.BYTES)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"0|0", "7|7", "0.0123|0.012", "12.34|12.3", "61234|61,234", "1234567|1.23M"})
  void numbersAreGrouped(double number, String text) {
    assertThat(units.value(number, Unit.ONE)).isEqualTo(text);
  }

  @Test
  void ratesKeepThreeDigits() {
    assertThat(units.rate(7, Unit.ONE)).isEqualTo("7.00");
    assertThat(units.rate(0, Unit.ONE)).isEqualTo("0");
    assertThat(units.rate(0.5, Unit.SECONDS)).isEqualTo("500ms");
  }

  @ParameterizedTest
  @CsvSource({
    "1,+0.0%",
    "0.99999,+0.0%",
    "1.08,+8.0%",
    "0.88,-12%",
    "2.5,+150%",
    "14.2,×14",
    "NaN,–",
    "Infinity,+∞"
  })
  void ratiosReadAsChanges(double ratio, String text) {
    assertThat(units.change(ratio)).isEqualTo(text);
  }

  @Test
  void intervalsAreInPerCentAndEmptyBeforeThereIsOne() {
    assertThat(units.interval(1.05, 1.11)).isEqualTo("[+5.0, +11]");
    assertThat(units.interval(0, Double.POSITIVE_INFINITY)).isEqualTo("[-100, +∞]");
    assertThat(units.interval(Double.NaN, Double.NaN)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0.0062,0.62%", "0.01,1%", "0.25,25%", "0,0%", "1,100%"})
  void sharesAreInPerCent(double share, String text) {
    assertThat(units.share(share)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0.5,0.5s", "45,45s", "60,60s", "125,2m 05s", "11520,3h 12m"})
  void durationsReadAsPeopleSayThem(double seconds, String text) {
    assertThat(HumanUnits.duration(seconds)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"45.2,45s", "119,119s", "150,3m", "7300,2h", "259200,3d", "1e9,'11,574d'"})
  void estimatesAreRound(double seconds, String text) {
    assertThat(HumanUnits.about(seconds)).isEqualTo(text);
  }

  @Test
  void asciiAloneIsEnough() {
    assertThat(ascii.value(1.2e-5, Unit.SECONDS)).isEqualTo("12.0us");
    assertThat(ascii.change(14)).isEqualTo("x14");
    assertThat(ascii.change(Double.POSITIVE_INFINITY)).isEqualTo("+inf");
    assertThat(ascii.none()).isEqualTo("-");
  }
}
