package io.graydiff.app.config;

import java.util.regex.Pattern;

/**
 * The name of a comparison: it stands in metric labels, JSON and URLs.
 *
 * @param value lower-case letters, digits and hyphens
 */
public record ComparisonName(String value) {
  private static final Pattern FORM = Pattern.compile("[a-z0-9-]{1,63}");

  /**
   * Reads a name.
   *
   * @throws InvalidValueException when it has other characters or is too long
   */
  public static ComparisonName parse(String text) throws InvalidValueException {
    if (!FORM.matcher(text).matches()) {
      throw new InvalidValueException(
          "'" + text + "' is not a name; use up to 63 lower-case letters, digits and hyphens");
    }
    return new ComparisonName(text);
  }

  @Override
  public String toString() {
    return value;
  }
}
