package io.graydiff.app.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as users write them: {@code 500ms}, {@code 30s}, {@code 5m}, {@code 1h30m}. */
public final class Durations {
  private static final Pattern WHOLE = Pattern.compile("(\\d{1,9}(\\.\\d{1,9})?(ms|s|m|h))+");
  private static final Pattern PART = Pattern.compile("([\\d.]+)(ms|s|m|h)");

  private static final BigDecimal LONGEST_NANOS =
      BigDecimal.valueOf(Duration.ofDays(365).toNanos());

  private Durations() {}

  /**
   * Reads a positive duration.
   *
   * @throws InvalidValueException when it has no unit, another form, or is zero
   */
  public static Duration parse(String text) throws InvalidValueException {
    if (!WHOLE.matcher(text).matches()) {
      throw new InvalidValueException(
          "'" + text + "' is not a duration; write a number with its unit, such as 500ms, 30s, 5m");
    }
    BigDecimal nanos = BigDecimal.ZERO;
    Matcher part = PART.matcher(text);
    while (part.find()) {
      nanos = nanos.add(new BigDecimal(part.group(1)).multiply(nanosPer(part.group(2))));
    }
    Duration duration = Duration.ofNanos(nanos.min(LONGEST_NANOS).longValue());
    if (duration.isZero() || nanos.compareTo(LONGEST_NANOS) > 0) {
      throw new InvalidValueException(
          "'" + text + "' is out of range; a duration is above zero and at most a year");
    }
    return duration;
  }

  private static BigDecimal nanosPer(String unit) {
    return BigDecimal.valueOf(
        switch (unit) {
          case "ms" -> 1_000_000L;
          case "s" -> 1_000_000_000L;
          case "m" -> 60_000_000_000L;
          default -> 3_600_000_000_000L;
        });
  }
}
