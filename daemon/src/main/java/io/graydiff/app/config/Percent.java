package io.graydiff.app.config;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A share that users write as {@code 3%} or {@code 0.03}.
 *
 * @param share 0.03 for three per cent
 */
public record Percent(double share) {
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,5}(?:\\.\\d{1,12})?|\\.\\d{1,12})(%?)");

  /**
   * Reads a share. Without the sign it must be below 1, because a bare {@code 3} may mean three per
   * cent or three times.
   *
   * @throws InvalidValueException when it is neither
   */
  public static Percent parse(String text) throws InvalidValueException {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new InvalidValueException("'" + text + "' is not a share; write it as 3% or 0.03");
    }
    BigDecimal number = new BigDecimal(form.group(1));
    if (!form.group(2).isEmpty()) {
      return new Percent(number.movePointLeft(2).doubleValue());
    }
    if (number.compareTo(BigDecimal.ONE) >= 0) {
      throw new InvalidValueException(
          "'" + text + "' is ambiguous; write " + text + "% for per cent, or a number below 1");
    }
    return new Percent(number.doubleValue());
  }

  /** As users write it, such as {@code 3%}. */
  @Override
  public String toString() {
    return BigDecimal.valueOf(share).movePointRight(2).stripTrailingZeros().toPlainString() + '%';
  }
}
